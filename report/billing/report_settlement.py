from odoo import models


class ReportSettlement(models.AbstractModel):
    """The itemised bill with the completion certificate (F3-F5, G1).

    Carries the record contents of art. 17 of SAMR Order 43: time in, distance, complaint,
    findings, items, part names and numbers, hours and labour fee, time out, signatures.
    """

    _name = 'report.aftersales.report_settlement'
    _inherit = ['aftersales.order.print.mixin']
    _description = 'Settlement Statement'

    def _prepare_content(self, doc):
        return {
            **super()._prepare_content(doc),
            'sections': doc._get_print_sections(),
            'guarantees': doc._get_print_guarantees(),
            'declined': doc._get_print_declined_names(),
            'is_certifiable': doc._is_certifiable(),
        }
