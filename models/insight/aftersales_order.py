from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class AftersalesOrder(models.Model):
    """Whether the customer got his car when he was told first (N1)."""
    _inherit = 'aftersales.order'

    is_first_promise_kept = fields.Boolean(
        string="First Promise Kept", compute='_compute_is_first_promise_kept', search='_search_is_first_promise_kept',
        help="Ready when the customer was told first.")

    @api.depends('promise_first_date', 'ready_date')
    def _compute_is_first_promise_kept(self):
        for order in self:
            order.is_first_promise_kept = bool(
                order.promise_first_date and order.ready_date and order.ready_date <= order.promise_first_date)

    def _search_is_first_promise_kept(self, operator, value):
        if operator != 'in':
            return NotImplemented

        def to_sql(model, alias, query):
            kept = SQL("COALESCE(%s <= %s, FALSE)", *(
                model._field_to_sql(alias, name, query) for name in ('ready_date', 'promise_first_date')))
            return kept if True in value else SQL("NOT %s", kept)

        return Domain.custom(
            to_sql=to_sql, predicate=lambda order: order.is_first_promise_kept == (True in value))
