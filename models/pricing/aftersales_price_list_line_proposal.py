from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_repr


class AftersalesPriceListLine(models.Model):
    """A line's price by its cost or by the market, with a sentence on what it rests on (A5)."""
    _inherit = 'aftersales.price.list.line'

    def _get_market_key(self):
        self.ensure_one()
        return (
            self.kind, self.category_id.id if self.kind == 'labour' else False,
            self.menu_id.id if self.kind == 'menu' else False,
            self.product_id.id if self.kind not in ('labour', 'menu') else False)

    def _propose(self, market):
        """:param market: see ``_fetch_market``"""
        self.ensure_one()
        factor, change = self._get_tax_factor(), 1 + self.markup / 100
        words = {'margin': float_repr(self.markup, 2)}
        if self.pricing == 'cost_plus':
            if self.currency_id.is_zero(self.cost):
                raise UserError(self.env._(
                    "“%(line)s” of %(list)s: enter what a unit costs, and the margin.",
                    line=self.shown_name, list=self.list_id.display_name))
            self.write({'price': self.currency_id.round(self.cost * change)})
            # sudo: what it rests on is the system's word
            self.sudo().basis = self.env._(
                "Cost %(cost)s, margin %(margin)s %%", cost=self.currency_id.format(self.cost), **words)
            return
        prices, days = market.get(self._get_market_key()), self.list_id.company_id.aftersales_market_days
        if not prices:
            self.sudo().basis = self.env._(
                "No competitor's price of the last %(days)s days: the price stays", days=days)
            return
        mean = sum(prices) / len(prices)
        self.write({'price': self.currency_id.round(mean * change / factor)})
        self.sudo().basis = self.env._(
            "Mean of %(count)s competitors in the last %(days)s days: %(mean)s with taxes, margin %(margin)s %%",
            count=len(prices), days=days, mean=self.currency_id.format(mean), **words)
