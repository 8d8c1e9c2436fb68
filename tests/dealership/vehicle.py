from odoo.addons.aftersales.models.vehicle.vin import get_check_digit
from odoo.addons.aftersales.tests.common import AftersalesCommon


class VehicleCommon(AftersalesCommon):
    """One model with its brand, two customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.brand = cls.env['fleet.vehicle.model.brand'].create({'name': 'Testmobile'})
        cls.model = cls.env['fleet.vehicle.model'].create({'name': 'Corona', 'brand_id': cls.brand.id})
        cls.customer, cls.customer_2 = cls.env['res.partner'].create([
            {'name': '王小明', 'phone': '+86 138 0013 8000'},
            {'name': 'José Müller', 'phone': '020 7946 0123'},
        ])

    @classmethod
    def _make_vin(cls, serial, wmi='LSV'):
        """Return a VIN of China with the right check digit."""
        vin = f'{wmi}AA000000{serial:06d}'
        return vin[:8] + get_check_digit(vin) + vin[9:]

    @classmethod
    def _prepare_vehicle(cls, **values):
        return {'model_id': cls.model.id, 'owner_id': cls.customer.id, **values}

    @classmethod
    def _create_vehicle(cls, user=None, **values):
        Vehicle = cls.env['fleet.vehicle']
        return Vehicle.with_user(user or cls.user_advisor).create(cls._prepare_vehicle(**values))
