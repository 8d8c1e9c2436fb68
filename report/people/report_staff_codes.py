from odoo import models
from odoo.exceptions import AccessError

from odoo.addons.aftersales.models.people.aftersales_staff_survey_asking import KEEPERS
from odoo.addons.aftersales.report.base.codes import draw_qr_code


class ReportStaffCodes(models.AbstractModel):
    """Codes of a staff survey for those without a login: cut apart, and drawn from a box."""
    _name = 'report.aftersales.report_staff_codes'
    _inherit = ['aftersales.print.mixin']
    _description = "Codes of a Staff Survey"

    _print_model = 'aftersales.staff.survey'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_content(self, doc):
        if not self.env.su and not self.env.user.has_group(KEEPERS):
            raise AccessError(self.env._("Codes of a staff survey are printed by a manager."))
        codes = doc._get_paper_codes() if doc.state == 'open' else []
        return {
            'address': doc.company_id.partner_id,
            'pairs': [[(url, draw_qr_code(url)) for url in codes[place:place + 2]] for place in range(0, len(codes), 2)]}
