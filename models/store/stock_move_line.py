from odoo import models


class StockMoveLine(models.Model):
    """What was changed since stock was kept is found by its stamp."""
    _inherit = 'stock.move.line'

    _aftersales_written_idx = models.Index("(write_date) WHERE state = 'done'")
