from odoo import models


class AftersalesOrderLine(models.Model):
    """Fees and parts at the prices published when the order was begun (C9); a price agreed with the payer goes before."""
    _inherit = 'aftersales.order.line'

    def _get_standing_price(self, price, currency):
        price = super()._get_standing_price(price, currency)
        price_list = self.order_id.sudo().price_list_id  # sudo: whoever adds a line is told what it costs
        if not price_list or self.line_type == 'sublet':
            return price
        published = price_list._get_price(
            self.product_id, currency, self.part_origin if self.line_type == 'part' else None, self.product_uom_id)
        return price if published is None else published
