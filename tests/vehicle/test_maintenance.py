from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 12:00:00')
class TestMaintenance(VehicleCommon):
    """E10: plans by model, by km or months, first reached; next service predicted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oil_change, cls.filter_change, cls.brake_fluid = cls.env['aftersales.operation'].create([
            {'name': 'Oil change'}, {'name': 'Oil filter'}, {'name': 'Brake fluid'},
        ])
        cls.plan = cls.env['aftersales.maintenance.plan'].create({
            'name': 'Petrol',
            'daily_distance': 50,
            'model_ids': [Command.set(cls.model.ids)],
            'line_ids': [
                Command.create({
                    'name': 'Oil service', 'interval_km': 10000, 'interval_months': 12,
                    'operation_ids': [Command.set((cls.oil_change + cls.filter_change).ids)],
                }),
                Command.create({
                    'name': 'Brake fluid', 'interval_months': 24, 'operation_ids': [Command.set(cls.brake_fluid.ids)],
                }),
            ],
        })
        cls.oil, cls.fluid = cls.plan.line_ids
        cls.vehicle = cls._create_vehicle(delivery_date='2026-01-01')

    def _read(self, vehicle, value, day):
        return self.env['fleet.vehicle.odometer'].create({'vehicle_id': vehicle.id, 'value': value, 'date': day})

    def _get_next(self, vehicle=None):
        vehicle = vehicle or self.vehicle
        return vehicle.next_service_line_id, vehicle.next_service_date, vehicle.next_service_odometer

    def test_new_vehicle_by_assumed_distance(self):
        # 10,000 km at 50 km a day come before 12 months
        self.assertEqual(self._get_next(), (self.oil, date(2026, 7, 20), 10000))

    def test_time_comes_first(self):
        self._read(self.vehicle, 10, '2026-01-01')
        self._read(self.vehicle, 410, '2026-02-10')  # 10 km a day
        self.assertEqual(self._get_next(), (self.oil, date(2027, 1, 1), 10000))

    def test_distance_comes_first(self):
        self._read(self.vehicle, 0, '2026-01-01')
        self._read(self.vehicle, 6000, '2026-03-02')  # 100 km a day: 4,000 km are left
        self.assertEqual(self._get_next(), (self.oil, date(2026, 4, 11), 10000))

    def test_overdue_date_is_in_the_past_and_found(self):
        self._read(self.vehicle, 0, '2026-01-01')
        self._read(self.vehicle, 12000, '2026-03-02')  # 200 km a day: due since ten days
        self.assertEqual(self.vehicle.next_service_date, date(2026, 2, 20))
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_care)
        self.assertIn(self.vehicle, Vehicle.search([('next_service_date', '<', 'today')]))
        self.assertNotIn(self.vehicle, Vehicle.search([('next_service_date', '>=', 'today')]))

    def test_due_filters_move_with_the_day(self):
        self.assertNotIn(self.vehicle, self.env['fleet.vehicle'].search([('next_service_date', '<=', 'today +30d')]))
        with freeze_time('2026-07-01 12:00:00'):
            self.assertIn(self.vehicle, self.env['fleet.vehicle'].search([('next_service_date', '<=', 'today +30d')]))

    def test_service_done_moves_the_plan(self):
        self._read(self.vehicle, 0, '2026-01-01')
        self._read(self.vehicle, 6000, '2026-03-02')
        record = self.vehicle._record_service(self.oil_change + self.filter_change, odometer=6500, date=date(2026, 3, 8))
        self.assertEqual((record.line_id, record.distance_km), (self.oil, 6500))
        # due at 16,500 km or on 2027-03-08; at 100 km a day the distance comes first
        self.assertEqual(self._get_next(), (self.oil, date(2026, 6, 15), 16500))
        record.with_user(self.user_manager).unlink()
        self.assertEqual(self.vehicle.next_service_odometer, 10000)

    def test_half_of_a_service_is_not_the_service(self):
        self.assertFalse(self.vehicle._record_service(self.oil_change))
        self.assertEqual(self.vehicle._record_service(self.oil_change + self.filter_change + self.brake_fluid).line_id,
                         self.oil + self.fluid)

    def test_recorded_once_a_day(self):
        operations = self.oil_change + self.filter_change
        self.assertTrue(self.vehicle._record_service(operations))
        self.assertFalse(self.vehicle._record_service(operations))
        self.assertEqual(len(self.vehicle.service_record_ids), 1)

    def test_service_done_elsewhere_typed_by_the_advisor(self):
        self.vehicle.with_user(self.user_advisor).service_record_ids = [Command.create({
            'line_id': self.oil.id, 'date': '2026-02-01', 'distance_km': 3000, 'note': 'Village garage',
        })]
        self.assertEqual(self.vehicle.next_service_odometer, 13000)

    def test_used_vehicle_is_not_overdue_by_its_past(self):
        vehicle = self._create_vehicle(delivery_date='2022-05-01')
        self._read(vehicle, 83000, '2026-03-01')
        self.assertEqual(self._get_next(vehicle), (self.oil, date(2026, 5, 1), 90000))
        services = {line: (day, km) for day, km, line in vehicle._get_services_ahead({})}
        self.assertEqual(services[self.fluid], (date(2026, 5, 1), None))

    def test_first_service_of_its_own(self):
        self.oil.write({'first_km': 3000, 'first_months': 3})
        self.assertEqual(self._get_next(), (self.oil, date(2026, 3, 2), 3000))
        self._read(self.vehicle, 3100, '2026-03-01')
        self.vehicle._record_service(self.oil_change + self.filter_change, date=date(2026, 3, 2))
        self.assertEqual(self.vehicle.next_service_odometer, 13100)

    def test_cluster_replaced_keeps_what_the_cluster_will_show(self):
        self._read(self.vehicle, 0, '2026-01-01')
        self._read(self.vehicle, 6000, '2026-03-02')
        self.vehicle._record_odometer(0, 'service', date='2026-03-02', replacement=True)
        self.assertEqual(self._get_next(), (self.oil, date(2026, 4, 11), 4000))

    def test_miles_on_the_cluster(self):
        self.vehicle.odometer_unit = 'miles'
        self._read(self.vehicle, 10, '2026-01-01')
        self.assertAlmostEqual(self.vehicle.next_service_odometer, 10000 / 1.609344, 0)

    def test_change_of_plan_and_of_model(self):
        self.oil.interval_km = 5000
        self.assertEqual(self.vehicle.next_service_odometer, 5000)
        self.plan.line_ids = [Command.delete(self.oil.id)]
        self.assertEqual(self._get_next(), (self.fluid, date(2028, 1, 1), 0))
        self.vehicle.model_id = self.model.copy({'maintenance_plan_id': False})
        self.assertFalse(self.vehicle.maintenance_plan_id)
        self.assertEqual(self._get_next(), (self.fluid.browse(), False, 0))

    def test_plan_of_one_vehicle(self):
        taxi = self.plan.copy({'name': 'Taxi'})
        taxi.line_ids.filtered('interval_km').interval_km = 5000
        self.vehicle.with_user(self.user_advisor).maintenance_plan_id = taxi
        self.assertEqual(self.vehicle.next_service_odometer, 5000)
        self.assertEqual((self.plan + taxi).mapped('vehicle_count'), [0, 1])

    def test_wrong_intervals(self):
        for values in ({'interval_km': 0, 'interval_months': 0}, {'interval_km': -1, 'interval_months': 12}):
            with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.oil.write(values)
                self.oil.flush_recordset()

    def test_without_any_date(self):
        vehicle = self._create_vehicle()
        self.assertEqual(self._get_next(vehicle), (self.oil.browse(), False, 0))
        self._read(vehicle, 2500, '2026-03-01')
        self.assertEqual(self._get_next(vehicle), (self.oil, date(2026, 7, 29), 10000))
