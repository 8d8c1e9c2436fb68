from odoo import models


class AftersalesOrderLine(models.Model):
    """Parts that came back with a complaint: where the case gives their money back, the order does not once more."""
    _inherit = 'aftersales.order.line'

    def _get_qty_to_credit(self):
        quantity = super()._get_qty_to_credit()
        # sudo: which case it is of and whether it pays is no secret to who credits the rest
        returns = self.sudo().move_ids.filtered(lambda move: (
            move.state == 'done' and move.picking_id.aftersales_complaint_id._gives_money_back()))
        return quantity + sum(move._get_aftersales_quantity(self.product_uom_id) for move in returns)

    def _count_invoice_status_anew(self):
        orders = self.sudo().order_id  # sudo: status is the system's
        self.env.add_to_compute(orders._fields['invoice_status'], orders)
