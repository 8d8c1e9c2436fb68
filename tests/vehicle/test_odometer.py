from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 12:00:00')
class TestOdometer(VehicleCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicle = cls._create_vehicle(license_plate='PAE 326')

    def _read(self, value, day, **values):
        return self.env['fleet.vehicle.odometer'].with_user(self.user_advisor).create({
            'vehicle_id': self.vehicle.id, 'value': value, 'date': day, **values,
        })

    def test_last_reading_and_average(self):
        self._read(1000, '2025-01-01')
        self.assertEqual((self.vehicle.last_odometer, self.vehicle.average_daily_distance), (1000, 0))
        self._read(1500, '2025-01-20')
        self.assertEqual(self.vehicle.average_daily_distance, 0, "19 days say nothing about the average")
        self._read(11000, '2025-04-11')
        self.assertEqual(self.vehicle.last_odometer, 11000)
        self.assertEqual(self.vehicle.last_odometer_date, date(2025, 4, 11))
        self.assertEqual(self.vehicle.average_daily_distance, 100)
        self.assertEqual(self.vehicle.odometer, 11000)

    def test_average_looks_back_one_year(self):
        self._read(0, '2023-01-01')
        self._read(50000, '2024-12-31')
        self._read(60000, '2026-01-05')
        self.assertAlmostEqual(self.vehicle.average_daily_distance, 10000 / 370, 3)

    def test_going_back_is_refused_with_both_readings(self):
        self._read(12000, '2026-02-01')
        with self.assertRaisesRegex(UserError, r'PAE 326.*cannot go back: it showed 12,000 km on 02/01/2026.*11,000 km'):
            self._read(11000, '2026-03-01')
        with self.assertRaisesRegex(UserError, 'Cluster Replaced'):
            self.vehicle.with_user(self.user_advisor).odometer = 11000
        with self.assertRaisesRegex(UserError, 'cannot go back'):
            self.vehicle._record_odometer(11999, 'checkin')
        self.assertEqual(self.vehicle.last_odometer, 12000)

    def test_equal_reading_is_fine(self):
        self._read(12000, '2026-02-01')
        self._read(12000, '2026-03-01')
        self.assertEqual(self.vehicle.last_odometer, 12000)

    def test_entered_on_the_form(self):
        with Form(self.vehicle.with_user(self.user_advisor), 'aftersales.fleet_vehicle_view_form') as form:
            form.odometer = 5000
        reading = self.vehicle.odometer_ids
        self.assertEqual((reading.value, reading.source, reading.date), (5000, 'manual', date(2026, 3, 10)))
        self.assertEqual(self.vehicle.last_odometer, 5000)

    def test_older_reading_is_fitted_in(self):
        self._read(10000, '2025-06-01')
        self._read(20000, '2025-12-01')
        self._read(15000, '2025-09-01', source='import')
        self.assertEqual(self.vehicle.last_odometer, 20000)
        with self.assertRaisesRegex(UserError, 'cannot go back'):
            self._read(25000, '2025-10-01')
        with self.assertRaisesRegex(UserError, 'cannot go back'):
            self._read(9000, '2025-10-01')

    def test_older_readings_of_many_go_in_as_they_are(self):
        """Years of a car from another system: none is written twice, but where a cluster was replaced before."""
        Reading = self.env['fleet.vehicle.odometer'].with_user(self.user_advisor)
        self._read(20000, '2025-12-01')
        written = []
        self.patch(type(Reading), 'write', lambda self, vals: written.append(vals))
        older = Reading.create([
            {'vehicle_id': self.vehicle.id, 'value': value, 'date': day}
            for value, day in ((15000, '2025-09-01'), (5000, '2025-03-01'), (21000, '2026-01-01'))])
        self.assertEqual(older.mapped('distance_km'), [15000, 5000, 21000])
        self.assertEqual((self.vehicle.distance_km, self.vehicle.last_odometer, written), (21000, 21000, []))

    def test_older_reading_after_a_replaced_cluster(self):
        self._read(100000, '2025-03-01')
        self._read(50, '2025-04-01', is_replacement=True)
        self._read(9050, '2025-12-01')
        self.assertEqual(self._read(1050, '2025-06-01').distance_km, 101000)
        self.assertEqual(self.vehicle.distance_km, 109000)

    def test_cluster_replaced(self):
        self._read(80000, '2025-03-10')
        self._read(100000, '2025-12-01')
        self._read(50, '2025-12-02', is_replacement=True)
        self.assertEqual(self.vehicle.last_odometer, 50)
        self.assertEqual(self.vehicle.distance_km, 100000)
        self._read(1050, '2026-03-10')
        self.assertEqual(self.vehicle.last_odometer, 1050)
        self.assertEqual(self.vehicle.odometer, 1050)
        self.assertEqual(self.vehicle.distance_km, 101000)
        self.assertAlmostEqual(self.vehicle.average_daily_distance, 21000 / 365, 3)
        with self.assertRaisesRegex(UserError, 'it showed 1,050 km'):
            self._read(1000, '2026-03-10')
        self.vehicle.with_user(self.user_advisor).odometer = 1100
        self.assertEqual(self.vehicle.distance_km, 101050, "Core's own field goes on from the new cluster")

    def test_record_replacement_by_code(self):
        self._read(100000, '2025-12-01')
        reading = self.vehicle._record_odometer(10, 'service', replacement=True)
        self.assertTrue(reading.is_replacement)
        self.assertEqual(self.vehicle.distance_km, 100000)

    def test_corrected_and_deleted(self):
        self._read(10000, '2025-06-01')
        wrong = self._read(90000, '2025-12-01')
        self.assertEqual(self.vehicle.last_odometer, 90000)
        wrong.value = 19000
        self.assertEqual(self.vehicle.last_odometer, 19000)
        self.assertAlmostEqual(self.vehicle.average_daily_distance, 9000 / 183, 3)
        with self.assertRaisesRegex(UserError, 'cannot go back'):
            wrong.value = 9000
        wrong.with_user(self.user_manager).unlink()
        self.assertEqual(self.vehicle.last_odometer, 10000)
        self.assertEqual(self.vehicle.average_daily_distance, 0)

    def test_deleted_replacement_is_missed_by_later_readings(self):
        self._read(100000, '2025-12-01')
        replacement = self._read(50, '2025-12-02', is_replacement=True)
        self._read(1050, '2026-01-10')
        with self.assertRaisesRegex(UserError, 'cannot go back'):
            replacement.with_user(self.user_manager).unlink()

    def test_replacement_recorded_later(self):
        """The offset reaches the readings after it, whatever the order of entry."""
        self._read(100000, '2025-12-01')
        self._read(120000, '2026-02-01')
        self._read(119000, '2026-01-31', is_replacement=True)
        self.assertEqual(self.vehicle.distance_km, 101000)
        self.assertEqual(self.vehicle.last_odometer, 120000)

    def test_miles(self):
        self.vehicle.odometer_unit = 'miles'
        self._read(1000, '2026-01-01')
        self.assertAlmostEqual(self.vehicle.distance_km, 1609.344)
        self.assertEqual(self.vehicle.last_odometer, 1000)
        self._read(1700, '2026-02-01', unit='kilometers')
        self.assertAlmostEqual(self.vehicle.distance_km, 1700)
        self.assertEqual(self.vehicle.last_odometer, 1056)
        with self.assertRaisesRegex(UserError, '1,050 mi'):
            self._read(1050, '2026-02-02')

    def test_future_and_negative_readings(self):
        with self.assertRaisesRegex(UserError, 'still to come'):
            self._read(100, '2062-03-10')
        with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation):
            self._read(-1, '2026-03-10')

    def test_two_vehicles_in_one_batch(self):
        other = self._create_vehicle()
        self.env['fleet.vehicle.odometer'].create([
            {'vehicle_id': self.vehicle.id, 'value': 100, 'date': '2026-01-01'},
            {'vehicle_id': other.id, 'value': 50, 'date': '2026-01-01'},
            {'vehicle_id': self.vehicle.id, 'value': 200, 'date': '2026-02-01'},
            {'vehicle_id': other.id, 'value': 20, 'date': '2025-12-01'},
        ])
        self.assertEqual((self.vehicle + other).mapped('last_odometer'), [200, 50])
        with self.assertRaisesRegex(UserError, 'cannot go back'):
            (self.vehicle + other).write({'odometer': 60})

    def test_moved_to_another_vehicle(self):
        other = self._create_vehicle()
        reading = self._read(700, '2026-01-01')
        reading.vehicle_id = other
        self.assertEqual((self.vehicle + other).mapped('last_odometer'), [0, 700])

    def test_distance_of_two_entries_a_day(self):
        self._read(100, '2026-03-10')
        self._read(105, '2026-03-10')
        self.assertEqual(self.vehicle.last_odometer, 105)

    def test_update_asks_no_report_of_core(self):
        """faults P6: an update of ours does not ask core's report of readings, which takes minutes in a large register."""
        report = self.env['fleet.vehicle.odometer.report']
        ours, fleets = (
            self.count_queries(lambda report: report.init(), report.with_context(module=module))
            for module in ('aftersales', 'fleet'))
        self.assertEqual(ours, 1)
        self.assertGreater(fleets, 2)
