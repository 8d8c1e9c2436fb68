from odoo import models


class AftersalesCounterSaleLine(models.Model):
    """Parts over the counter at the prices published when the sale was noted (C9)."""
    _inherit = 'aftersales.counter.sale.line'

    def _get_standing_price(self, price, currency):
        price = super()._get_standing_price(price, currency)
        price_list = self.sale_id.sudo().price_list_id  # sudo: whoever sells is told what it costs
        if not price_list or not self._is_goods():
            return price
        published = price_list._get_price(
            self.product_id, currency, self.product_id.aftersales_origin or 'original', self.product_uom_id)
        return price if published is None else published
