from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column, table_exists


class AftersalesOrder(models.Model):
    """The published prices an order was begun under stay its prices (A5)."""
    _inherit = 'aftersales.order'

    price_list_id = fields.Many2one(
        'aftersales.price.list', string="Published Price List", compute='_compute_price_list_id', store=True, precompute=True,
        index='btree_not_null', ondelete='restrict', copy=False,
        help="The list that held in the outlet when the order was begun: its labour rates are charged.")

    def _auto_init(self):
        """Orders made before the field existed were begun under no list."""
        cr, table = self.env.cr, self._table
        if table_exists(cr, table) and not column_exists(cr, table, 'price_list_id'):
            create_column(cr, table, 'price_list_id', 'int4')
        return super()._auto_init()

    @api.depends('workshop_id')
    def _compute_price_list_id(self):
        """Not by the day alone: the version of the day the order is begun is written, and stays."""
        Lists, now = self.env['aftersales.price.list'], fields.Datetime.now()
        for order in self:
            workshop = order.workshop_id._origin
            order.price_list_id = bool(workshop) and Lists._get_in_force_id(workshop.id, workshop._get_local_day(now))

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
