from odoo import models
from odoo.exceptions import UserError

from .aftersales_rescue_sheet import DONE_STATES

# What the crew writes on its phone.
PAGE_TEXTS = ('fault_found', 'cause', 'work_done', 'tests', 'remaining')
WRITING_STATES = ('arrived', 'working', *DONE_STATES[:2])


class AftersalesRescueSheet(models.Model):
    """The service report on the crew's phone: written at the place, and signed by the customer there after the work (J9)."""
    _inherit = 'aftersales.rescue.sheet'

    def _get_page_values(self):
        """What the page shows of it: all that the customer signs for, the price with it."""
        self.ensure_one()
        sheet = self.sudo()  # sudo: the customer reads what he signs for
        return {
            'texts': [(name, sheet._fields[name]._description_string(self.env), sheet[name] or '') for name in PAGE_TEXTS],
            'parts': [line._get_content_values() for line in sheet.line_ids],
            'prices': [
                (sheet._fields[name]._description_string(self.env), sheet[name])
                for name in ('travel_price', 'labour_price', 'other_price') if sheet[name]],
            'total': sheet.total_price, 'currency': sheet.currency_id, 'proof': sheet.shown_hash,
        }

    def _is_complete(self):
        self.ensure_one()
        return all((self[name] or '').strip() for name in PAGE_TEXTS[:4])

    def _sign_on_page(self, crew_name, signatory, signature, kind, proof):
        """The customer's signature on the crew's phone, for what the page showed.

        :raises UserError: when the page is old, something is missing, or the work is not over
        """
        self.ensure_one()
        self._claim_for_update()
        self.action_check_before_signing()
        if proof != self.shown_hash:
            raise UserError(self.env._("The report was changed meanwhile. Read it again, then sign."))
        if not signatory or not signature:
            raise UserError(self.env._("The customer writes his name and signs in the box."))
        self.write({'signatory': signatory, 'crew_signatory': self.crew_signatory or crew_name})
        self.write({'signature': signature, 'signature_kind': kind})
        self.action_sign()
        self.rescue_id._message_log(body=self.env._(
            "%(sheet)s was signed by %(signatory)s on the phone of %(crew)s.", sheet=self.name, signatory=signatory,
            crew=crew_name))
