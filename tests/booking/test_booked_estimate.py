from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestBookedEstimate(BookingCommon):
    """faults U4: a car that comes for what was estimated gets no second order."""

    def test_booked_for_an_estimate(self):
        """faults U4: booking names the estimate; used, it becomes the order, with the plan of the booking."""
        estimate = self._create_orders()
        appointment = self._book(at(9), operation_ids=[Command.set(self.operation.ids)], concern="Brakes squeak")
        self.assertIn(estimate.name, appointment.alert_html)
        self.assertEqual(appointment.open_estimate_id, estimate)
        with self.assertRaises(AccessError):
            appointment.with_user(self.user_technician).action_use_estimate()
        appointment.action_use_estimate()
        self.assertEqual(appointment.estimate_id, estimate)
        with freeze_time(at(9, 5)):
            appointment.action_arrive()
        self.assertEqual(appointment.order_id, estimate)
        self.assertEqual((appointment.state, estimate.state), ('arrived', 'draft'))
        job = estimate.job_ids
        self.assertEqual((len(job), job.operation_id, job.planned_start), (1, self.operation, at(9, 15)))
        self.assertIn("Brakes squeak", estimate.concern)
        self.assertFalse(appointment.open_estimate_id)
        with self.assertRaisesRegex(UserError, "No open estimate"):
            appointment.action_use_estimate()

    def test_time_is_kept_for_what_was_estimated(self):
        """faults U3, U4: the promise of a visit for an estimate knows the hours estimated, not the one hour of a new visit."""
        estimate = self._create_orders()
        estimate.job_ids.line_ids.filtered(lambda line: line.line_type == 'labour')[:1].quantity = 2.5
        appointment, other = self._book(at(9)), self._book(at(9), vehicle_id=False, contact_name='Wang Wei')
        appointment.action_use_estimate()
        self.assertEqual((appointment.planned_hours, appointment.promise_date), (2.5, at(11, 45)))
        appointment.action_leave_estimate()
        self.assertEqual((appointment.planned_hours, appointment.promise_date), (1, at(10, 15)))
        self.assertEqual((other.planned_hours, other.promise_date), (1, at(10, 15)))
        with self.assertRaisesRegex(UserError, "No open estimate"):
            other.action_use_estimate()

    def test_estimate_used_meanwhile(self):
        """faults U4: an estimate that was cancelled or received meanwhile is not the order of the visit."""
        estimate = self._create_orders()
        appointment = self._book(at(9), operation_ids=[Command.set(self.operation.ids)])
        appointment.action_use_estimate()
        estimate.action_receive()
        with freeze_time(at(9, 5)):
            appointment.action_arrive()
        self.assertTrue(appointment.order_id)
        self.assertNotEqual(appointment.order_id, estimate)

    def test_used_at_the_counter(self):
        """faults U4: used after the arrival, the estimate takes over appointment, sheet and plan."""
        estimate = self._create_orders()
        appointment = self._book(at(9), operation_ids=[Command.set(self.operation.ids)])
        with freeze_time(at(9, 5)):
            checkin = self.env['aftersales.checkin'].browse(appointment.action_check_in()['res_id'])
            order = checkin.order_id
            checkin.fuel_level = 75
            self.assertIn(estimate.name, checkin.alert_html)
            action = checkin.action_use_estimate()
        self.assertEqual(action['res_id'], checkin.id)
        self.assertEqual((checkin.order_id, checkin.fuel_level), (estimate, 75))
        self.assertEqual((order.state, appointment.order_id), ('cancelled', estimate))
        self.assertEqual(estimate.job_ids.planned_start, at(9, 15))
        with self.assertRaisesRegex(UserError, "stays with its repair order"):
            checkin.order_id = order

    def test_booked_estimate_does_not_lapse(self):
        """faults U25: an estimate the car is booked for waits for the car."""
        estimate, other = self._create_orders(), self._create_orders()
        appointment = self._book(at(9), operation_ids=[Command.set(self.operation.ids)])
        appointment.sudo().estimate_id = estimate
        (estimate | other).valid_until = '2026-03-01'
        self.assertEqual(self.env['aftersales.order'].search(
            self.env['aftersales.order']._get_lapsing_domain()) & (estimate | other), other)
        self.cancel(appointment)
        self.assertIn(estimate, self.env['aftersales.order'].search(self.env['aftersales.order']._get_lapsing_domain()))
