from odoo import api, fields, models
from odoo.fields import Domain


class ProductProduct(models.Model):
    """What a customer may know of the parts for his car: what they are called, whether they are there, what they cost him.

    How many there are, and what they cost the house, is nobody's business but the house's.
    """
    _inherit = 'product.product'

    @api.model
    def _get_online_words(self):
        """:return: dict of each state of :meth:`_get_online_states`: (words, colour)"""
        return {
            'here': (self.env._("Here with us"), 'success'),
            'elsewhere': (self.env._("At another of our outlets"), 'info'),
            'coming': (self.env._("On the way to us"), 'warning'),
            'order': (self.env._("To be ordered"), 'secondary'),
        }

    @api.model
    def _find_online(self, vehicle, words):
        """Published parts that the catalogue says are for the car; those it is not sure of are for the counter."""
        domain = self._get_online_domain()
        if words:
            domain &= Domain('find_text', 'ilike', words)
        return self._find_fitting(domain, vehicle)

    @api.model
    def _get_online_domain(self):
        """What customers of the company may see and ask for."""
        return Domain('aftersales_is_online', '=', True) & Domain('sale_ok', '=', True) & Domain(
            'type', '=', 'consu') & Domain('is_vehicle', '=', False) & Domain(
            'company_id', 'in', (False, self.env.company.id))

    def _prepare_online_rows(self, workshop, partner):
        """:return: list of dicts: id, name, code, state of :meth:`_get_online_states`, price with taxes or None, currency"""
        states, (prices, currency) = self._get_online_states(workshop), self._get_online_prices(partner)
        return [
            {'id': product.id, 'name': product.name, 'code': product.default_code, 'state': states[product],
             'price': prices[product], 'currency': currency}
            for product in self]

    def _get_online_states(self, workshop):
        """Where each is free, from near to far; only shelves count, not what stands in quarantine."""
        here = workshop.warehouse_id
        others = self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)]).warehouse_id - here
        places = [
            ('here', 'free_qty', {'location': here.lot_stock_id.ids}),
            ('elsewhere', 'free_qty', {'location': others.lot_stock_id.ids}),
            ('coming', 'virtual_available', {'warehouse_id': here.ids})]
        states = dict.fromkeys(self, 'order')
        for state, name, place in places:
            left = self.filtered(lambda product: states[product] == 'order')
            if any(place.values()):
                for product in left.with_context(**place):
                    is_coming = state != 'coming' or product.uom_id.compare(product.incoming_qty, 0.0) > 0
                    if is_coming and product.uom_id.compare(product[name], 0.0) > 0:
                        states[product] = state
        return states

    def _get_online_prices(self, partner):
        """What a piece costs the customer by his price list, with taxes.

        :return: (dict of product: price, None where none is entered; its currency)
        """
        company = self.env.company
        customer = partner.with_company(company)
        price_list = customer.property_product_pricelist
        currency = price_list.currency_id or company.currency_id
        position = self.env['account.fiscal.position'].with_company(company)._get_fiscal_position(customer)
        listed = price_list._get_products_price(self, quantity=1.0, date=fields.Datetime.now(), currency=currency)
        prices = {}
        for product in self:
            taxes = position.map_tax(product.taxes_id._filter_taxes_by_company(company))
            price = listed[product.id]
            prices[product] = taxes.compute_all(
                price, currency, 1.0, product, customer)['total_included'] if price else None
        return prices, currency
