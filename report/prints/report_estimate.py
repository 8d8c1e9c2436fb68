from odoo import models


class ReportEstimate(models.AbstractModel):
    """What the work will cost, before it starts (D4, G1)."""

    _name = 'report.aftersales.report_estimate'
    _inherit = ['aftersales.print.mixin']
    _description = 'Estimate'

    _print_model = 'aftersales.order'

    def _prepare_pages(self, docs):
        docs._fetch_print_data()
        return super()._prepare_pages(docs)

    def _get_print_lang(self, doc):
        return doc._get_lang()

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'jobs': doc._get_print_jobs(),
            'totals': doc._get_print_totals(),
            'payers': doc._get_print_payers(),
            'void_lines': doc._get_print_void_lines(),
            'valid_until': doc._get_print_validity_date(),
            'has_margin': doc.estimate_method == 'symptom' and bool(doc.risk_margin),
        }
