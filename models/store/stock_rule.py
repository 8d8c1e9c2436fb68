from odoo import models


class StockRule(models.Model):
    """What is bought ordinarily is not added to what is bought in a hurry (H7)."""
    _inherit = 'stock.rule'

    def _make_po_get_domain(self, company_id, values, partner):
        return (*super()._make_po_get_domain(company_id, values, partner), ('aftersales_emergency', '=', False))
