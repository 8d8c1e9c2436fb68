from odoo import api, models
from odoo.tools import formatLang
from odoo.tools.misc import format_duration

from .sheet.aftersales_order_fit import OTHER

# So many of what the words find are weighed before the best of them are shown.
MOST_WEIGHED = 200


class AftersalesOfferMixin(models.AbstractModel):
    """What can be done of a car, in the pickers of its order: what fits it first, with hours and price (A5, E9).

    A picker says by its context for which order it is (``offer_order_id``), and whether it offers what is for other
    cars as well (``offer_others``). Elsewhere the names are those of the catalogue.
    """
    _name = 'aftersales.offer.mixin'
    _description = "Offered for a Car"
    _offer_kind = ''

    @api.model
    @api.readonly
    def name_search(self, name='', domain=None, operator='ilike', limit=100):
        order = self._get_offer_order()
        if not order:
            return super().name_search(name, domain, operator, limit)
        found = super().name_search(name, domain, operator, MOST_WEIGHED)
        names, fits = dict(found), order._get_fits(*self._get_offer_kinds(self.browse([each for each, __ in found])))
        shown = [
            record for record, fit in sorted(fits.items(), key=lambda offer: -offer[1])
            if fit != OTHER or self.env.context.get('offer_others') or order._is_exact(record, (name or '').strip())]
        return [(record.id, names[record.id]) for record in shown[:limit]]

    @api.model
    @api.readonly
    def web_name_search(self, name, specification, domain=None, operator='ilike', limit=100):
        result, order = super().web_name_search(name, specification, domain, operator, limit), self._get_offer_order()
        if not order or not result:
            return result
        records = self.browse([row['id'] for row in result])
        hits = order._prepare_hits(
            [(self._offer_kind, record) for record in records], order._get_fits(*self._get_offer_kinds(records)))
        labels = {hit['id']: self._get_offer_label(order, record, hit) for record, hit in zip(records, hits, strict=True)}
        return [{**row, '__formatted_display_name': labels[row['id']]} for row in result]

    # === BUSINESS METHODS ===#

    @api.model
    def _get_offer_order(self):
        """The order whose picker asks, as far as the user may see it; none elsewhere."""
        order_id = self.env.context.get('offer_order_id')
        is_id = isinstance(order_id, int) and not isinstance(order_id, bool)
        return self.env['aftersales.order'].search([('id', '=', order_id)]) if is_id else self.env['aftersales.order']

    @api.model
    def _get_offer_kinds(self, records):
        """Menus, operations and products: the records stand among them where they belong."""
        return [
            records if records._name == model else self.env[model]
            for model in ('aftersales.menu', 'aftersales.operation', 'product.product')]

    @api.model
    def _get_offer_label(self, order, record, hit):
        """Name, hours, price and stock in one line."""
        # What is 0 is left out of a hit.
        hours = hit.get('hours') and self.env._("%(hours)s h", hours=format_duration(hit['hours']))
        price = hit.get('price') and formatLang(self.env, hit['price'], currency_obj=order.currency_id)
        stock = hit.get('stock') or {}
        other = hit.get('other') and self.env._("for other cars")
        return " · ".join(filter(None, (record.display_name, hours, price, stock.get('message'), other)))
