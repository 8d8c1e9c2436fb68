from odoo import models


class ReportSettlement(models.AbstractModel):
    """The itemised bill with the completion certificate (F3-F5, G1).

    Carries the record contents of art. 17 of SAMR Order 43: time in, distance, complaint,
    findings, items, part names and numbers, hours and labour fee, time out, signatures.
    """

    _name = 'report.aftersales.report_settlement'
    _inherit = ['aftersales.print.mixin']
    _description = 'Settlement Statement'

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
            'sections': doc._get_print_sections(),
            'totals': doc._get_print_totals(),
            'payers': doc._get_print_payers(),
            'guarantees': doc._get_print_guarantees(),
            'void_lines': doc._get_print_void_lines(),
            'declined_jobs': doc._get_print_declined_jobs(),
            'is_certifiable': doc._is_certifiable(),
        }
