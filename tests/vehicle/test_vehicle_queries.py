from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon

FEW, MANY = 2, 50


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 12:00:00')
class TestVehicleQueries(VehicleCommon):
    """Queries do not grow with the records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.env['aftersales.maintenance.plan'].create({
            'name': 'Petrol', 'model_ids': [Command.set(cls.model.ids)],
            'line_ids': [Command.create({'name': 'Oil', 'interval_km': 10000, 'interval_months': 12})],
        })
        cls.owners = cls.env['res.partner'].create([
            {'name': f'Owner {number}', 'phone': f'555 {number:04d}'} for number in range(MANY)
        ])
        cls.vehicles = cls.env['fleet.vehicle'].create([
            cls._prepare_vehicle(
                owner_id=owner.id, license_plate=f'Q {number}', vin_sn=cls._make_vin(number), delivery_date='2025-01-01',
            )
            for number, owner in enumerate(cls.owners)
        ])
        cls.env['fleet.vehicle.odometer'].create([
            {'vehicle_id': vehicle.id, 'value': value, 'date': day}
            for vehicle in cls.vehicles for value, day in ((10, '2025-01-01'), (9000, '2026-01-01'))
        ])

    def test_list_form_and_kanban(self):
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_advisor)
        for view_type in ('list', 'kanban'):
            names = list(Vehicle.get_view(view_type=view_type)['models']['fleet.vehicle'])
            specification = {
                name: {'fields': {'display_name': {}}} if Vehicle._fields[name].relational else {} for name in names
            }

            def read(vehicles, specification=specification):
                return vehicles.with_user(self.user_advisor).web_read(specification)

            self.assertFlat(read, self.vehicles[:FEW], self.vehicles)

    def test_core_odometer(self):
        self.assertFlat(lambda vehicles: vehicles.mapped('odometer'), self.vehicles[:FEW], self.vehicles)

    def test_names_and_faults(self):
        self.assertFlat(lambda vehicles: vehicles.mapped('display_name'), self.vehicles[:FEW], self.vehicles)
        self.assertFlat(lambda vehicles: vehicles.mapped('vin_fault'), self.vehicles[:FEW], self.vehicles)

    def test_partner_counts(self):
        self.assertFlat(lambda partners: partners.mapped('vehicle_count'), self.owners[:FEW], self.owners)

    def test_creation(self):
        serial = iter(range(1000, 9999))

        def create(owners):
            self.env['fleet.vehicle'].with_user(self.user_advisor).create([
                self._prepare_vehicle(owner_id=owner.id, vin_sn=self._make_vin(next(serial)), license_plate=owner.name)
                for owner in owners
            ])

        self.assertFlat(create, self.owners[:FEW], self.owners)

    def test_readings(self):
        value = iter(range(10000, 99999, 100))

        def create(vehicles):
            shown = next(value)
            self.env['fleet.vehicle.odometer'].with_user(self.user_advisor).create([
                {'vehicle_id': vehicle.id, 'value': shown} for vehicle in vehicles
            ])

        # Vehicles read before today change in other columns than those read twice today.
        self.assertFlat(create, self.vehicles[1:3], self.vehicles[3:], warm_up=self.vehicles[:1])

    def test_change_of_owner(self):
        owners = iter(self.owners.ids)

        def change(vehicles):
            vehicles.with_user(self.user_advisor).owner_id = next(owners)

        self.assertFlat(change, self.vehicles[:FEW], self.vehicles)

    def test_history_does_not_slow_a_reading(self):
        """The last reading and the average are kept up by look-ups, not by walking through the history."""
        few, many = self.vehicles[:1], self.vehicles[1:2]
        self.env['fleet.vehicle.odometer'].create([
            {'vehicle_id': many.id, 'value': 9000 + number, 'date': '2026-02-01'} for number in range(200)
        ])
        self.assertFlat(
            lambda vehicle: vehicle._record_odometer(20000, 'checkin'), few, many, warm_up=self.vehicles[2:3])

    def test_change_of_plan(self):
        intervals = iter((5000, 6000, 7000))
        models = self.env['fleet.vehicle.model'].create([
            {'name': name, 'brand_id': self.brand.id} for name in ('One', 'Two')
        ])
        plans = self.plan.copy() + self.plan.copy()
        for plan, model in zip(plans, models):
            plan.model_ids = model
        self.vehicles[:FEW].model_id, self.vehicles[FEW:].model_id = models[0], models[1]
        self.assertFlat(lambda plan: plan.line_ids.write({'interval_km': next(intervals)}), *plans)
