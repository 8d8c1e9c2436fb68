from odoo import models


class ReportMonthly(models.AbstractModel):
    """The after-sales report as a paper: cover, summary, body, conclusions and measures, annexes (N2)."""
    _name = 'report.aftersales.report_monthly'
    _inherit = ['aftersales.print.mixin']
    _description = "After-Sales Report"

    _print_model = 'aftersales.monthly.report'

    def _get_print_tz(self, doc):
        return doc._get_tz().zone

    def _prepare_content(self, doc):
        return {
            'company': doc.company_id,
            'address': doc.workshop_id._get_print_address() if doc.workshop_id else doc.company_id.partner_id,
            'figures': doc._get_figures(), 'say': doc._say_value}
