import re

from odoo import models
from odoo.tools import SQL

# So many former sales of a thing are looked at to see which cars it is for.
SAMPLE = 60
# Sold so often for one make and never for another, it is taken to be for that make.
ENOUGH = 3
# How well something fits a car: made for it or sold for one before, nothing against it, for other cars.
FITS, NEUTRAL, OTHER = 2, 1, 0


class AftersalesOrder(models.Model):
    """Which work and parts are for the car of an order, as the data has it today.

    There is no table of fitment; what speaks for or against: hours and prices by model, for which cars it was sold
    before, and the models and makes that its name speaks of.
    """

    _inherit = 'aftersales.order'

    def _get_fits(self, menus, operations, products):
        """:return: dict of record: FITS, NEUTRAL or OTHER; constant queries for any number of records"""
        self.ensure_one()
        found = (menus, operations, products)
        sold = {
            records.browse(record_id): model_ids
            for records in found for record_id, model_ids in self._get_sold_models(records).items()}
        # sudo: makes only
        models_sold = self.env['fleet.vehicle.model'].sudo().browse(set().union(*sold.values()))
        make_of = {model.id: model.brand_id.id for model in models_sold}
        named = self._get_named(*found)
        return {
            record: self._get_fit(
                record, sold.get(record, ()), [make_of[model_id] for model_id in sold.get(record, ())],
                *named.get(record, ((), ())))
            for records in found for record in records
        }

    def _get_fit(self, record, sold_models, sold_makes, named_makes, named_models):
        """What speaks for the car comes first: something is left out only when all speaks against."""
        model = self.vehicle_id.model_id
        rows = {'aftersales.menu': 'price_ids', 'aftersales.operation': 'hours_ids'}.get(record._name)
        own_rows = record[rows].model_id.ids if rows else ()
        is_named = model.id in named_models or (model.brand_id.id in named_makes and not named_models)
        if model.id in own_rows or model.id in sold_models or is_named:
            return FITS
        if model.brand_id.id in sold_makes:
            return NEUTRAL
        is_of_another_make = len(sold_makes) >= ENOUGH and len(set(sold_makes)) == 1
        is_priced_for_others = record._name == 'aftersales.menu' and own_rows and all(row.model_id for row in record.price_ids)
        return OTHER if named_makes or is_of_another_make or is_priced_for_others else NEUTRAL

    def _get_sold_models(self, records):
        """For which models these were sold before: a sample of sales each, so that it costs the same in a large house.

        :return: dict of record id: list of model ids, one a sale
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
            SELECT wanted.id, array_agg(sale.model_id)
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

    def _get_named(self, *recordsets):
        """Makes and models that names speak of, word by word (“Brake pads front, Corolla/Camry”).

        :return: dict of record: (make ids, model ids)
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
