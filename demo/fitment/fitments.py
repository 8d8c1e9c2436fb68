from odoo import api, models

# part, number, kind, whose number
NUMBERS = [
    ('pad_f_vw', "5Q0 698 151 M", 'maker', "Volkswagen"), ('pad_f_vw', "P 85 144", 'supplier', "Brembo"),
    ('pad_f_vw', "5Q0 698 151 F", 'old', "Volkswagen"), ('of_ea888', "06K 115 562", 'maker', "Volkswagen"),
    ('of_ea888', "HU 6013 z", 'supplier', "MANN-FILTER"), ('pad_f_toyota', "04465-02510", 'maker', "Toyota"),
    ('pad_f_byd', "SA3H-3501100", 'maker', "BYD"), ('pad_f_tesla', "1188816-00-A", 'maker', "Tesla"),
    ('arm_gm', "84376570", 'maker', "Buick"),
]
# part, model, first and last year, position, what else must be so, whether it is left out
FITMENTS = [
    ('pad_f_vw', 'lavida', 2018, 0, "front", None, False), ('pad_f_vw', 'tiguan', 2017, 0, "front", None, False),
    ('pad_f_vw', 'passat', 2019, 0, "front", "disc of 312 mm", False),
    ('of_ea888', 'tiguan', 0, 0, None, None, False), ('of_ea888', 'passat', 0, 0, None, None, False),
    ('of_ea888', 'lavida', 0, 0, None, "has the engine EA211", True),
    ('pad_f_toyota', 'corolla', 2019, 0, "front", None, False), ('pad_f_toyota', 'camry', 2018, 2023, "front", None, False),
    ('pad_f_byd', 'qin', 2021, 0, "front", None, False), ('pad_f_byd', 'songplus', 2021, 0, "front", None, False),
    ('pad_f_tesla', 'model3', 0, 0, "front", None, False), ('pad_f_tesla', 'modely', 0, 0, "front", None, False),
    ('arm_gm', 'gl8', 2020, 0, "front left", None, False),
]
# how a supplier's catalogue writes it, whether by ACES number, and what it is: make or model; None where it is left out
MAPPINGS = [
    ("上汽大众 朗逸", 'text', 'model', 'lavida'), ("SVW Tiguan L", 'text', 'model', 'tiguan'),
    ("2", 'aces', 'model', 'corolla'), ("Wuling", 'text', 'make', None),
]
# superseded part, successor, how many for one, what is on hand first, note
SUPERSESSIONS = [
    ('batt_60', 'batt_70', 1, True, "where the tray has room for 70 Ah"),
    ('of_ea888_first', 'of_ea888', 1, False, "with a new seal"),
]
# part, its class, whether it wears, its months of guarantee, hazard, how many days it may be kept
ATTRIBUTES = [
    ('oil_5w30', 'fluid', False, 0, None, 1825), ('oil_0w20', 'fluid', False, 0, None, 1825),
    ('brake_fluid', 'fluid', False, 0, 'toxic', 730), ('coolant', 'fluid', False, 0, 'toxic', 1095),
    ('refrigerant', 'fluid', False, 0, 'pressure', 0), ('refrigerant134', 'fluid', False, 0, 'pressure', 0),
    ('of_ea888', 'engine', True, 6, None, 0), ('sp_vw', 'engine', True, 12, None, 0), ('pad_f_vw', 'brake', True, 6, None, 0),
    ('pad_f_toyota', 'brake', True, 6, None, 0), ('pad_f_byd', 'brake', True, 6, None, 0),
    ('key_battery', 'electric', False, 6, None, 1825),
    ('disc_f_vw', 'brake', True, 12, None, 0), ('batt_70', 'electric', True, 24, 'corrosive', 180),
    ('batt_60', 'electric', True, 24, 'corrosive', 180), ('batt_lv', 'ev', False, 36, 'flammable', 180),
    ('wiper_vw', 'consumable', True, 3, None, 0), ('tyre_205', 'tyre', True, 36, None, 1095),
]
# classes whose parts customers find on their page
ONLINE = ('engine', 'brake', 'consumable', 'tyre')


class AftersalesDemo(models.AbstractModel):
    """Numbers of the parts that both outlets sell, and which of their customers' cars they fit (H1)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_fitments(self):
        company = self._ref('company_shanghai')
        Number, Fitment, Supersession = (
            self._as(self.env[model], 'parts', company)
            for model in ('aftersales.part.number', 'aftersales.fitment', 'aftersales.part.supersession'))
        self._as(self.env['aftersales.fitment.mapping'], 'parts', company).create([
            {'name': name, 'scheme': scheme, 'kind': kind, 'is_left_out': not model,
             'model_id': model and self._ref(f'model_{model}').id}
            for name, scheme, kind, model in MAPPINGS])
        Number.create([
            {'product_tmpl_id': self._ref(f'part_{part}').product_tmpl_id.id, 'name': name, 'kind': kind,
             'number_brand': brand}
            for part, name, kind, brand in NUMBERS])
        Fitment.create([
            {'product_tmpl_id': self._ref(f'part_{part}').product_tmpl_id.id, 'model_id': self._ref(f'model_{model}').id,
             'year_from': first, 'year_to': last, 'position': position, 'qualifier': qualifier, 'is_exclusion': is_out}
            for part, model, first, last, position, qualifier, is_out in FITMENTS])
        Supersession.create([
            {'product_tmpl_id': self._ref(f'part_{old}').product_tmpl_id.id,
             'successor_id': self._ref(f'part_{new}').product_tmpl_id.id,
             'quantity': quantity, 'use_up_first': goes_first, 'note': note}
            for old, new, quantity, goes_first, note in SUPERSESSIONS])
        for part, part_class, is_wear, months, hazard, days in ATTRIBUTES:
            self._ref(f'part_{part}').write({
                'aftersales_class_id': self._ref(f'part_class_{part_class}').id, 'aftersales_is_wear': is_wear,
                'aftersales_guarantee_months': months, 'aftersales_hazard': hazard, 'aftersales_shelf_days': days,
                'aftersales_is_online': part_class in ONLINE})
