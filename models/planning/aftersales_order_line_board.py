from odoo import models


class AftersalesOrderLine(models.Model):
    _name = 'aftersales.order.line'
    _inherit = ['aftersales.order.line', 'aftersales.board.source.mixin']

    _board_fields = frozenset({'line_type', 'product_id', 'quantity', 'price_unit', 'discount', 'tax_ids'})

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if 'quantity' in vals:
            self.job_id._free_emptied()
        return result

    def unlink(self):
        jobs = self.job_id
        result = super().unlink()
        jobs.exists()._free_emptied()
        return result
