from odoo import models


class StockMove(models.Model):
    """What was handed out for jobs, and when first, is read from the index alone (H7)."""
    _inherit = 'stock.move'

    _aftersales_handed_idx = models.Index(
        "(aftersales_line_id, date) INCLUDE (location_id, product_qty, picking_id) "
        "WHERE state = 'done' AND aftersales_line_id IS NOT NULL")
