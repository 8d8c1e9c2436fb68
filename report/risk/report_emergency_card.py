from odoo import models


class ReportEmergencyCard(models.AbstractModel):
    """The card for the wall: what is done first, whom to call, who does what, in letters that are read from afar."""
    _name = 'report.aftersales.report_emergency_card'
    _inherit = ['aftersales.print.mixin']
    _description = "Emergency Card"

    _print_model = 'aftersales.emergency.plan'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address() if doc.workshop_id else doc.company_id.partner_id,
            'steps': [step.strip() for step in (doc.first_steps or '').splitlines() if step.strip()]}
