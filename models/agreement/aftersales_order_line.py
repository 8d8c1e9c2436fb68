from odoo import api, models


class AftersalesOrderLine(models.Model):
    """What is entered while the car is here may be within what its agreement allows (G4)."""
    _inherit = 'aftersales.order.line'

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._approve_by_itself()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.order_id._approve_by_itself()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders.exists()._approve_by_itself()
        return result
