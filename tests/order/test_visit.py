from freezegun import freeze_time
from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 08:00:00')
class TestVisit(OrderCommon):
    """What a repair order tells the vehicle: its odometer at check-in, the services at delivery."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operation.part_ids.unlink()
        cls.other_operation = cls.env['aftersales.operation'].create({'name': 'Oil change'})
        cls.plan = cls.env['aftersales.maintenance.plan'].create({
            'name': 'Petrol', 'daily_distance': 40, 'model_ids': [Command.set(cls.model_a.ids)],
            'line_ids': [
                Command.create({'name': 'Brakes', 'interval_km': 30000, 'operation_ids': [Command.set(cls.operation.ids)]}),
                Command.create({'name': 'Oil', 'interval_km': 10000, 'operation_ids': [Command.set(cls.other_operation.ids)]}),
            ],
        })
        cls.brakes, cls.oil = cls.plan.line_ids

    def test_check_in_records_the_odometer(self):
        order = self._create_orders()
        self.assertFalse(self.vehicle.last_odometer)
        order.action_receive()
        reading = self.vehicle.odometer_ids
        self.assertEqual((reading.value, reading.source, reading.aftersales_order_id), (12000, 'checkin', order))
        self.assertEqual(self.vehicle.last_odometer, 12000)

    def test_reading_follows_its_order(self):
        order = self._create_orders()
        order.action_receive()
        with freeze_time('2026-03-12 08:00:00'):
            order.odometer_in = 12500
        reading = self.vehicle.odometer_ids
        self.assertEqual((reading.value, str(reading.date)), (12500, '2026-03-10'))
        with self.assertRaisesRegex(UserError, f"taken with repair order {order.name}"):
            reading.with_user(self.user_advisor).value = 9
        for vals in ({'distance_km': 9}, {'aftersales_order_id': False}):
            with self.assertRaisesRegex(UserError, "kept by the system"):
                reading.with_user(self.user_advisor).write(vals)
        with self.assertRaisesRegex(UserError, "follows from the odometer readings"):
            self.vehicle.with_user(self.user_advisor).last_odometer = 9

    def test_two_orders_of_two_cars(self):
        orders = self._create_orders() + self._create_orders(vehicle_id=self.vehicles[1].id, odometer_in=500)
        orders.action_receive()
        self.assertEqual(self.vehicles.mapped('last_odometer'), [12000, 500])

    def test_odometer_back_stops_the_check_in(self):
        self.vehicle._record_odometer(15000, 'manual')
        order = self._create_orders()
        with self.assertRaisesRegex(UserError, 'cannot go back.*Cluster Replaced'):
            order.action_receive()

    def test_order_taken_back_corrects_its_reading(self):
        order = self._create_orders()
        order.action_receive()
        self.cancel(order)
        self.reopen(order)
        order.odometer_in = 11500
        order.action_receive()
        self.assertEqual(self.vehicle.odometer_ids.mapped('value'), [11500])
        self.assertEqual(self.vehicle.last_odometer, 11500)

    def _take_back(self, orders):
        self.cancel(orders)
        self.reopen(orders)

    def test_own_reading_does_not_speak_against_its_correction(self):
        """faults U19: the figure that is corrected is not asked about; what others read before still is."""
        with freeze_time('2026-03-01 08:00:00'):
            self.vehicle._record_odometer(11000, 'manual')
        orders = self._create_orders(odometer_in=111000) + self._create_orders(
            vehicle_id=self.vehicles[1].id, odometer_in=500)
        orders[0].odometer_checked = True
        orders.with_user(self.user_advisor).action_receive()
        self._take_back(orders.with_user(self.user_advisor))
        orders[0].odometer_in, orders[1].odometer_in = 11100, 400
        self.assertFalse(any(orders.mapped('odometer_question')))
        orders[0].odometer_in = 10900
        self.assertRegex(orders[0].odometer_question, 'cannot go back: it showed 11,000')
        with self.assertRaisesRegex(UserError, 'cannot go back'):
            orders.with_user(self.user_advisor).action_receive()
        orders[0].odometer_in = 11100
        orders.with_user(self.user_advisor).action_receive()
        self.assertEqual(self.vehicles.mapped('last_odometer'), [11100, 400])

    def test_reading_of_another_visit_still_stops(self):
        """faults U19: taken back and corrected, a reading lies after what another visit read in between."""
        order = self._create_orders()
        order.action_receive()
        self._take_back(order)
        with freeze_time('2026-03-11 08:00:00'):
            self._create_orders(odometer_in=12300).action_receive()
        with freeze_time('2026-03-12 08:00:00'):
            order.odometer_in = 12200
            with self.assertRaisesRegex(UserError, 'cannot go back: it showed 12,300'):
                order.action_receive()

    def test_confirmed_correction_counts(self):
        """faults U19: a figure read twice takes the place of the order's own, which is not set aside, but corrected."""
        order = self._create_orders()
        order.action_receive()
        self._take_back(order)
        order.odometer_in = 11500
        order.odometer_checked = True
        order.action_receive()
        reading = self.vehicle.odometer_ids
        self.assertEqual((reading.value, reading.is_doubtful, self.vehicle.last_odometer), (11500, False, 11500))

    def test_doubtful_reading_is_taken_anew(self):
        """faults U19: an order whose reading another visit set aside is received again: what it reads now counts."""
        order = self._create_orders(odometer_in=12000)
        order.action_receive()
        self._take_back(order)
        with freeze_time('2026-03-11 08:00:00'):
            self._create_orders(odometer_in=1300, odometer_checked=True).action_receive()
        self.assertTrue(self.vehicle.odometer_ids.filtered('is_doubtful'))
        with freeze_time('2026-03-12 08:00:00'):
            order.odometer_in = 1350
            order.action_receive()
        self.assertFalse(self.vehicle.odometer_ids.filtered('is_doubtful'))
        self.assertEqual(self.vehicle.last_odometer, 1350)

    def test_delivery_records_the_services_that_passed(self):
        order = self._receive_approved(job_ids=[
            Command.create({'operation_id': self.operation.id}),
            Command.create({'operation_id': self.other_operation.id}),
        ])
        order.job_ids[1]._decline('phone', signatory='Chen Jing')
        self._pass(order)
        self.assertFalse(self.vehicle.service_record_ids)
        order.odometer_out = 12010
        order.action_deliver()
        record = self.vehicle.service_record_ids
        self.assertEqual((record.line_id, record.distance_km, record.order_id), (self.brakes, 12010, order))
        self.assertEqual(self.vehicle.last_odometer, 12010)
        ahead = {line: distance for _date, distance, line in self.vehicle._get_services_ahead(
            self.vehicle._get_last_services())}
        self.assertEqual(ahead, {self.brakes: 42010, self.oil: 20000})

    def test_due_service_is_told_at_booking(self):
        self.vehicle.odometer_ids.create([
            {'vehicle_id': self.vehicle.id, 'value': value, 'date': day}
            for value, day in ((100, '2025-01-01'), (11000, '2026-02-10'))
        ])
        self.assertEqual(self.vehicle.next_service_line_id, self.oil)
        order = self._create_orders()
        levels = {alert.level for alert in order._get_alerts() if 'Oil' in alert.message}
        self.assertEqual(levels, {'warning'})
        self.vehicle._record_service(self.other_operation)
        self.assertFalse([alert for alert in order._get_alerts() if 'Oil' in alert.message])

    def test_inspection_due_is_told_at_booking(self):
        order = self._create_orders()
        for day, level in (('2026-03-01', 'warning'), ('2026-03-20', 'info'), ('2026-09-01', None)):
            self.vehicle.inspection_due_date = day
            levels = [alert.level for alert in order._get_alerts() if 'inspection' in alert.message]
            self.assertEqual(levels, [level] if level else [])

    def test_vehicle_of_an_order_is_kept(self):
        self._create_orders()
        with mute_logger('odoo.sql_db'), self.assertRaises(ForeignKeyViolation), self.env.cr.savepoint():
            self.vehicle.with_user(self.user_manager).unlink()

    def test_order_without_vehicle_has_no_alert_of_ours(self):
        self.assertEqual(self.env['aftersales.order'].new({})._get_alerts(), [])

    def test_check_in_of_many_cars_takes_no_more_queries(self):
        vehicles = self.env['fleet.vehicle'].create([
            {'model_id': self.model_a.id, 'owner_id': self.customer.id} for __ in range(22)
        ])
        orders = self.env['aftersales.order'].create([
            self._prepare_order_vals(vehicle_id=vehicle.id, job_ids=[]) for vehicle in vehicles
        ])
        self.assertFlat(
            lambda batch: batch.vehicle_id._on_visit(batch), orders[1:2], orders[2:], warm_up=orders[:1])
        self.assertEqual(set(vehicles.mapped('last_odometer')), {12000})
