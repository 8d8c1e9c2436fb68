from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.entries import plain

from .aftersales_order_fit import OTHER

MOST_WORDS = 6
# So many of a kind are weighed, so many are shown.
MOST_WEIGHED = 40
MOST_SHOWN = 10
KIND_ORDER = ('menu', 'operation', 'part')


class AftersalesOrder(models.Model):
    """The one box for all that can be done of a car: what is found for some words, what fits first, with hours and price."""

    _inherit = 'aftersales.order'

    # === ACTION METHODS ===#

    def sheet_find(self, text, others=False):
        """Work and parts for ``text``: words of their names, a code, a part number or a barcode.

        Not read-only: a replica may not have the order yet.

        :param others: with those that are for other cars
        :return: dict with ``hits``, the number of ``others`` that are left out, and the labour ``rate`` of free text
        """
        self.ensure_one()
        self.check_access('read')
        words = text.split()[:MOST_WORDS] if isinstance(text, str) else []
        if not words or 'add' not in self._get_sheet_rights():
            return {'hits': [], 'others': 0, 'rate': 0.0}
        found = self._find_work(words)
        fits = self._get_fits(*found)
        ranked = sorted(
            ((kind, record) for kind, records in zip(KIND_ORDER, found) for record in records),
            key=lambda hit: (not self._is_exact(hit[1], text.strip()), -fits[hit[1]], KIND_ORDER.index(hit[0])))
        shown = [hit for hit in ranked if others or fits[hit[1]] != OTHER or self._is_exact(hit[1], text.strip())]
        return {
            'hits': self._prepare_hits(shown[:MOST_SHOWN * 2 if others else MOST_SHOWN], fits),
            'others': len(ranked) - len(shown),
            'rate': self._get_free_rate(),
        }

    # === BUSINESS METHODS ===#

    def _find_work(self, words):
        """:return: menus, operations and parts that all of the words speak of"""
        company = Domain('company_id', 'in', (False, self.company_id.id))
        by_words = [Domain('display_name', 'ilike', word) | Domain('code', 'ilike', word) for word in words]
        parts = self._get_part_domain() & Domain.AND([
            Domain('name', 'ilike', word) | Domain('default_code', 'ilike', word) | Domain('barcode', '=', word)
            for word in words])
        return (
            self.env['aftersales.menu'].search(company & Domain.AND(by_words), limit=MOST_WEIGHED),
            self.env['aftersales.operation'].search(company & Domain.AND(by_words), limit=MOST_WEIGHED),
            self._find_parts(parts),
        )

    def _find_parts(self, domain):
        """In the reader's language; where it knows no such words, in another language of the house."""
        Product = self.env['product.product']
        found = Product.search(domain, limit=MOST_WEIGHED)
        for code, __ in self.env['res.lang'].get_installed():
            if not found and code != (self.env.lang or 'en_US'):
                found = Product.with_context(lang=code).search(domain, limit=MOST_WEIGHED).with_env(self.env)
        return found

    def _get_part_domain(self):
        return Domain('sale_ok', '=', True) & Domain('type', '=', 'consu') & Domain('is_vehicle', '=', False) & Domain(
            'company_id', 'in', (False, self.company_id.id))

    @api.model
    def _is_exact(self, record, text):
        """Whether somebody typed, or scanned, the very code of it."""
        names = ('default_code', 'barcode') if record._name == 'product.product' else ('code',)
        return any((record[name] or '').lower() == text.lower() for name in names)

    def _prepare_hits(self, hits, fits):
        """What the list shows of what was found; rooms add by ``super()``.

        :param hits: list of (kind, record)
        :return: list of dicts
        """
        prices, model = self._get_hit_prices(hits) if self._shows_prices() else {}, self.vehicle_id.model_id
        return [
            plain({
                'kind': kind,
                'id': record.id,
                'name': record.name,
                'code': record.default_code if kind == 'part' else record.code,
                'fits': fits[record] > 1,
                'other': fits[record] == OTHER,
                'hours': 0.0 if kind == 'part' else sum(
                    operation._get_hours(model)
                    for operation in (record if kind == 'operation' else record.line_ids.operation_id)),
                'price': prices.get(record),
            })
            for kind, record in hits
        ]

    def _get_hit_prices(self, hits):
        """What each would cost the order's customer today, as its price list and the outlet's rates say.

        :return: dict of record: price; the list of prices is asked once
        """
        products = self.env['product.product'].union(*(self._get_hit_products(kind, record) for kind, record in hits))
        listed = self.pricelist_id._get_products_price(
            products, quantity=1.0, date=fields.Datetime.now(), currency=self.currency_id) if products else {}
        return {record: self._get_hit_price(kind, record, listed) for kind, record in hits}

    @api.model
    def _get_hit_products(self, kind, record):
        """The products whose list prices make the price of a hit."""
        if kind == 'part':
            return record
        return record.product_id | record.part_ids.product_id if kind == 'operation' else record.product_id

    def _get_hit_price(self, kind, record, listed):
        """:param listed: dict of product id: its list price for the customer"""
        model = self.vehicle_id.model_id
        if kind == 'part':
            return listed[record.id]
        if kind == 'menu':
            fixed = record._get_price(model, currency=self.currency_id, company=self.company_id)
            return listed[record.product_id.id] if fixed is None else fixed
        rate = self._get_free_rate(listed[record.product_id.id], record.work_class_id)
        return record._get_hours(model) * rate + sum(
            part.product_uom_id._compute_quantity(part.quantity, part.product_id.uom_id) * listed[part.product_id.id]
            for part in record.part_ids)

    def _get_free_rate(self, fallback=0.0, work_class=None):
        """An hour of labour that the customer pays; ``fallback`` where the outlet sets no rate."""
        rate = self._get_labour_rate(self.env.ref('aftersales.pay_type_customer'), self.currency_id, work_class)
        return fallback if rate is None else rate
