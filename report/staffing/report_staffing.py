from odoo import models


class ReportStaffing(models.AbstractModel):
    """Outlet by post: customers, ratio, who is needed, there and missing; a page for each month of a company."""
    _name = 'report.aftersales.report_staffing'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of the Staffing Check"

    _print_model = 'aftersales.staffing.check'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_pages(self, docs):
        months = docs.sorted(lambda check: (check.company_id.id, check.month, check.workshop_id.id, check.id)).grouped(
            lambda check: (check.company_id, check.month))
        pages = [(self._prepare_page(own[0].with_prefetch(own._prefetch_ids)), own) for own in months.values()]
        return [{**page, 'checks': own.with_context(lang=page['lang'], tz=page['tz'])} for page, own in pages]

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}
