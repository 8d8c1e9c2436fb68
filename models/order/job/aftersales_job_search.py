from odoo import api, fields, models
from odoo.fields import Domain

# So many orders found are named one by one, so that the jobs' indexes serve; of more, nobody looks for one by typing.
NAMED_ORDERS = 500


class AftersalesJob(models.Model):
    """Finding a job by what its order is found by, or by its own name (P3)."""

    _inherit = 'aftersales.job'

    name = fields.Char(index='trigram')

    @api.model
    def _search_display_name(self, operator, value):
        if operator not in ('ilike', 'like') or not isinstance(value, str) or not value.strip():
            return super()._search_display_name(operator, value)
        Order = self.env['aftersales.order'].with_context(active_test=False)
        found = Domain('display_name', 'ilike', value)
        orders = Order.search(found, limit=NAMED_ORDERS + 1, order='id desc')
        by_order = Domain('order_id', 'in', orders.ids) if len(orders) <= NAMED_ORDERS else Domain('order_id', 'any', found)
        return by_order | Domain('name', 'ilike', value)
