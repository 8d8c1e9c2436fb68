from odoo import models


class ReportFaults(models.AbstractModel):
    """The fault statistics a maker asks for: a page a company, the chosen rows in the order of their models."""
    _name = 'report.aftersales.report_faults'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of the Fault Statistics"

    _print_model = 'aftersales.fault.figure'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_pages(self, docs):
        rows = docs.sorted(lambda row: (row.company_id.id, row.model_id.id, row.fault_kind, -row.fault_count, row.id))
        pages = []
        for own in rows.grouped('company_id').values():
            page = self._prepare_page(own[0].with_prefetch(own._prefetch_ids))
            pages.append({**page, 'rows': own.with_context(lang=page['lang'], tz=page['tz'])})
        return pages

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}
