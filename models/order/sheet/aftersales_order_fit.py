import re
from collections import defaultdict

from odoo import models
from odoo.tools import SQL

# So many former sales of a thing are looked at to see which cars it is for.
SAMPLE = 60
# How well something fits a car: made for it or sold for one before, nothing against it, for other cars.
FITS, NEUTRAL, OTHER = 2, 1, 0


class AftersalesOrder(models.Model):
    """Which work and parts are for the car of an order, as the data has it today.

    There is no table of fitment; what speaks for or against: hours and prices by model, for which cars it was sold
    before, and the models and brands that its name speaks of.
    """

    _inherit = 'aftersales.order'

    def _get_fits(self, menus, operations, products):
        """:return: dict of record: FITS, NEUTRAL or OTHER; constant queries for any number of records"""
        self.ensure_one()
        model = self.vehicle_id.model_id
        models_of = defaultdict(set)  # record: ids of the vehicle models it is known to be for
        for operation in operations:
            models_of[operation] |= set(operation.hours_ids.model_id.ids)
        for menu in menus:
            models_of[menu] |= set(menu.price_ids.model_id.ids)
        for records in (menus, operations, products):
            for record_id, model_ids in self._get_sold_models(records).items():
                models_of[records.browse(record_id)] |= set(model_ids)
        named = self._get_named_brands(menus, operations, products)
        # sudo: brands only
        known = self.env['fleet.vehicle.model'].sudo().browse(set().union(*models_of.values()))
        brand_of = {each.id: each.brand_id.id for each in known}
        return {
            record: self._get_fit(model, models_of[record], brand_of, named.get(record, ()))
            for records in (menus, operations, products) for record in records
        }

    def _get_fit(self, model, model_ids, brand_of, named):
        """:param named: (brand ids, model ids) that its name speaks of, or nothing"""
        brand_ids, named_ids = named or ((), ())
        if model.id in model_ids or model.id in named_ids or (brand_ids and not named_ids and model.brand_id.id in brand_ids):
            return FITS
        if model.brand_id.id in {brand_of.get(each) for each in model_ids}:
            return NEUTRAL
        return OTHER if brand_ids or model_ids else NEUTRAL

    def _get_sold_models(self, records):
        """For which models these were sold before: a sample of sales each, so that it costs the same in a large house.

        :return: dict of record id: model ids
        """
        if not records:
            return {}
        table, column = {
            'aftersales.menu': ('aftersales_job', 'menu_id'),
            'aftersales.operation': ('aftersales_job', 'operation_id'),
            'product.product': ('aftersales_order_line', 'product_id'),
        }[records._name]
        self.env['aftersales.order'].flush_model(['model_id'])
        rows = self.env.execute_query(SQL(
            """
            SELECT wanted.id, array_agg(DISTINCT sale.model_id)
              FROM unnest(%(ids)s) AS wanted (id)
              JOIN LATERAL (
                SELECT "order".model_id FROM %(table)s AS sold
                  JOIN aftersales_order AS "order" ON "order".id = sold.order_id
                 WHERE sold.%(column)s = wanted.id AND "order".model_id IS NOT NULL AND "order".company_id = %(company)s
                   AND "order".id != %(own)s
                 LIMIT %(sample)s
              ) AS sale ON TRUE
             GROUP BY wanted.id
            """,
            ids=records.ids, table=SQL.identifier(table), column=SQL.identifier(column), company=self.company_id.id,
            own=self.id, sample=SAMPLE,
        ))
        return dict(rows)

    def _get_named_brands(self, *recordsets):
        """Brands and models that names speak of, word by word (“Brake pads front, Corolla/Camry”).

        :return: dict of record: (brand ids, model ids)
        """
        words = {
            record: {word for word in re.findall(r'[^\W_]+', (record.name or '').lower()) if len(word) > 1}
            for records in recordsets for record in records
        }
        wanted = list(set().union(*words.values())) if words else []
        if not wanted:
            return {}
        found = self.env.execute_query(SQL(
            """
            SELECT lower(model.name), model.brand_id, model.id FROM fleet_vehicle_model AS model
             WHERE lower(model.name) = ANY(%(words)s) OR lower(split_part(model.name, ' ', 1)) = ANY(%(words)s)
             UNION ALL
            SELECT lower(brand.name), brand.id, NULL FROM fleet_vehicle_model_brand AS brand
             WHERE lower(brand.name) = ANY(%(words)s) OR lower(split_part(brand.name, ' ', 1)) = ANY(%(words)s)
            """, words=wanted))
        result = {}
        for record, own in words.items():
            spoken = [(brand, model) for name, brand, model in found if name in own or name.split(' ')[0] in own]
            if spoken:
                result[record] = {brand for brand, __ in spoken}, {model for __, model in spoken if model}
        return result
