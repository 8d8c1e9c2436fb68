from odoo.fields import Command

from odoo.addons.aftersales.models.vehicle.vin import get_check_digit
from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

NOW = '2026-03-02 04:00:00'  # a Monday, noon in Shanghai


def make_vin(number, prefix='LSVAA000'):
    vin = f'{prefix}0{number:08d}'
    return vin[:8] + get_check_digit(vin) + vin[9:]


class RecallCommon(PartsCommon):
    """A maker's recall with its operation and kit, two cars of the register on its list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.env['res.partner'].create({'name': "Testmobile Works", 'is_company': True})
        cls.vins = [make_vin(1), make_vin(2), make_vin(3)]
        cls.vehicle.vin_sn, cls.vehicle_2.vin_sn = cls.vins[:2]
        (cls.vehicle | cls.vehicle_2).owner_id = cls.customer
        cls.customer.write({'email': 'owner@example.com', 'phone': '+86 21 5555 0101', 'lang': 'en_US'})
        for part in cls.disc | cls.operation.part_ids.product_id:
            cls._put_in_stock(part, 20)
        cls.recall = cls._create_recall()

    @classmethod
    def _create_recall(cls, user=None, **values):
        return cls.env['aftersales.recall'].with_user(user or cls.user_claims).create({
            'maker_number': '24R-001', 'title': "Fuel hose may leak", 'brand_id': cls.model_a.brand_id.id,
            'payer_id': cls.maker.id, 'danger': "Fuel may run out and burn.", 'remedy': "The hose is replaced.",
            'operation_id': cls.operation.id, 'part_ids': [Command.create({'product_id': cls.disc.id, 'quantity': 1})],
            **values,
        })

    @classmethod
    def _import(cls, recall=None, vins=None, is_trial=False):
        rows = list(enumerate(cls.vins if vins is None else vins, 1))
        return (recall or cls.recall).with_user(cls.user_claims)._import_vins(rows, is_trial)

    @classmethod
    def _start(cls, recall=None):
        recall = recall or cls.recall
        cls._import(recall)
        recall.with_user(cls.user_claims).action_run()
        return recall.car_ids

    @classmethod
    def _get_car(cls, vehicle, recall=None):
        return (recall or cls.recall).sudo().car_ids.filtered(lambda car: car.vehicle_id == vehicle)

    @classmethod
    def _create_visit(cls, vehicle=None, **values):
        order = cls.env['aftersales.order'].with_user(cls.user_advisor).create({
            'user_id': cls.user_advisor.id, 'workshop_id': cls.workshop.id, 'vehicle_id': (vehicle or cls.vehicle).id,
            'partner_id': cls.customer.id, 'odometer_in': 45000, **values})
        return order
