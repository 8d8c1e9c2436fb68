from odoo import models


class ReportSignIn(models.AbstractModel):
    """Who is invited to a training, with a line for each to sign."""
    _name = 'report.aftersales.report_sign_in'
    _inherit = ['aftersales.print.mixin']
    _description = "Sign-In List"

    _print_model = 'aftersales.training.session'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_content(self, doc):
        # Guests and whoever comes uninvited sign on free lines; nobody knows before how many they are.
        free = 0 if doc.participant_ids else max(doc.seat_count, 15)
        return {
            'free_lines': range(min(free, 60)),
            'address': doc.workshop_id._get_print_address() if doc.workshop_id else doc.company_id.partner_id}
