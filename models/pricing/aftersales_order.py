from odoo import fields, models


class AftersalesOrder(models.Model):
    """The published prices an order was begun under stay its prices (A5)."""
    _name = 'aftersales.order'
    _inherit = ['aftersales.order', 'aftersales.published.price.mixin']

    def _get_labour_rate(self, pay_type, currency=None, work_class=None):
        """The published list before the outlet's own rates."""
        self.ensure_one()
        work_class = self.env['aftersales.work.class'] if work_class is None else work_class
        price_list = self.sudo().price_list_id  # sudo: whoever adds work is told what it costs
        rate = price_list and price_list._get_labour_rate(
            pay_type, self.vehicle_id.model_id.category_id, work_class)
        if not price_list or rate is None:
            return super()._get_labour_rate(pay_type, currency, work_class)
        if currency and currency != price_list.currency_id:
            rate = price_list.currency_id._convert(
                rate, currency, self.company_id, fields.Date.context_today(self), round=False)
        return rate

    def _get_standing_fee(self, product, price):
        """The published fee before the product's price."""
        price = super()._get_standing_fee(product, price)
        price_list = self.sudo().price_list_id  # sudo: whoever adds a fee is told what it costs
        published = price_list._get_price(product, self.currency_id) if price_list else None
        return price if published is None else published
