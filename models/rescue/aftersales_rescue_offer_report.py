from odoo import models
from odoo.exceptions import UserError

from .sheet.aftersales_rescue_sheet_page import WRITING_STATES


class AftersalesRescueOffer(models.Model):
    """The service report by the link of the crew: the one that is open, else a new one (J9)."""
    _inherit = 'aftersales.rescue.offer'

    def _get_report(self):
        """What the crew's page shows of the report; a new one that is not saved yet where there is none."""
        Sheet = self.env['aftersales.rescue.sheet']
        rescue = self.rescue_id
        if not rescue or rescue.state not in WRITING_STATES:
            return Sheet
        return rescue.sheet_ids[:1] or Sheet.new({'rescue_id': rescue.id})

    def _write_report(self, vals):
        """As the crew writes it; a signed one stays as it is."""
        self.ensure_one()
        rescue = self.rescue_id.sudo()  # sudo: the token is checked
        rescue._claim_for_update()
        if rescue.state not in WRITING_STATES:
            raise UserError(self.env._("The report is written at the place."))
        sheet = rescue.sheet_ids[:1]
        if sheet:
            sheet.write(vals)
        else:
            sheet = self.env['aftersales.rescue.sheet'].create({
                **rescue._prepare_sheet_vals(), **vals, 'crew_signatory': self.crew_name})
        return sheet

    def _sign_report(self, signatory, signature, proof):
        self.ensure_one()
        sheet = self.rescue_id.sudo().sheet_ids.filtered(lambda sheet: not sheet.content_hash)[:1]  # sudo: as above
        if not sheet:
            raise UserError(self.env._("There is no report to sign. Write it first."))
        sheet._sign_on_page(self.crew_name, signatory, signature, 'drawn', proof)
