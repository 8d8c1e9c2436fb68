from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesPriceList(models.Model):
    """Prices proposed from what a unit costs, or from what competitors ask (A5)."""
    _inherit = 'aftersales.price.list'

    def action_propose(self):
        """Work out the lines that are priced by cost or by the market; the others stay."""
        for price_list in self:
            price_list._check_open()
            lines = price_list.line_ids.filtered(lambda line: line.pricing in ('cost_plus', 'market'))
            if not lines:
                raise UserError(self.env._(
                    "%(list)s has no line that is priced by its cost or by the market. Choose it on a line first.",
                    list=price_list.display_name))
            market = price_list._fetch_market()
            for line in lines:
                line._propose(market)

    def _fetch_market(self):
        """What competitors ask, the newest price of each.

        :return: dict of key (see ``aftersales.competitor.price``): list of prices with taxes, in the list's currency
        """
        self.ensure_one()
        since = fields.Date.context_today(self) - timedelta(days=self.company_id.aftersales_market_days)
        noted = self.env['aftersales.competitor.price'].search(
            [('company_id', '=', self.company_id.id), ('date', '>=', since),
             ('workshop_id', 'in', (False, self.workshop_id.id))], order='date, id')
        newest = {(price._get_key(), price.shop.strip().casefold()): price.price for price in noted}
        market = {}
        for (key, __), price in newest.items():
            market.setdefault(key, []).append(price)
        return market
