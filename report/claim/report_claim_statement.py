from odoo import models


class ReportClaimStatement(models.AbstractModel):
    """What a supplier is asked for in a month: case by case, with his answer where there is one (I4)."""
    _name = 'report.aftersales.report_claim_statement'
    _inherit = ['aftersales.print.mixin']
    _description = "Supplier Statement"

    _print_model = 'aftersales.claim.statement'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id, 'lines': doc.line_ids}
