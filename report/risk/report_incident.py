from odoo import models


class ReportIncident(models.AbstractModel):
    """What happened, what was done at once, and the four that close it: cause, those responsible, teaching, measures."""
    _name = 'report.aftersales.report_incident'
    _inherit = ['aftersales.print.mixin']
    _description = "Incident Report"

    _print_model = 'aftersales.incident'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'actions': doc.action_ids.filtered(lambda action: action.state != 'cancelled')}
