from odoo import models


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    def write(self, vals):
        """A finished transfer that is unlocked and corrected still issues no more than was approved."""
        result = super().write(vals)
        if 'quantity' in vals:
            lines = self.move_id.filtered(lambda move: move.state == 'done').sudo().aftersales_line_id
            lines._check_issued_quantity()
            lines._count_what_was_issued()
        return result
