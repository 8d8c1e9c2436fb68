from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestArrival(BookingCommon):
    """A booked car becomes a repair order that keeps its technician, bay and time."""

    def _arrive(self, appointment, moment=None):
        with freeze_time(moment or at(9, 5)):
            action = appointment.action_arrive()
        return self.env['aftersales.order'].with_user(self.user_advisor).browse(action['res_id'])

    def _receive(self, order, moment=None):
        with freeze_time(moment or at(9, 15)):
            order.odometer_in = 12000
            order.action_receive()

    def _get_plan(self, records):
        return {
            (row.employee_id or row.bay_id, row.start, row.stop) for row in records.sudo().allocation_ids}

    def test_order_is_made_from_the_appointment(self):
        appointment = self._book(
            at(9), concern="Brakes squeak", operation_ids=[Command.set(self.operation.ids)], planned_hours=1.2)
        order = self._arrive(appointment)
        self.assertEqual(appointment.state, 'arrived')
        self.assertEqual((order.state, order.vehicle_id, order.partner_id), ('draft', self.vehicle, self.customer))
        self.assertEqual((order.concern, order.user_id), ("Brakes squeak", appointment.user_id))
        self.assertEqual(order.promise_date, at(10, 27))
        job = order.job_ids
        self.assertEqual((job.operation_id, job.technician_id, job.bay_id), (
            self.operation, appointment.technician_id, appointment.bay_id))
        self.assertEqual((job.planned_start, job.planned_stop), (at(9, 15), at(10, 27)))
        self.assertEqual(order.appointment_id, appointment)
        self.assertEqual(order.action_view_appointment()['res_id'], appointment.id)

    def test_plan_is_handed_over_when_the_car_is_received(self):
        appointment = self._book(at(9))
        order = self._arrive(appointment)
        plan = self._get_plan(appointment)
        self.assertEqual(len(plan), 2)
        self.assertFalse(order.sudo().allocation_ids, "An estimate takes nothing; the appointment still does.")
        self._receive(order)
        self.assertFalse(appointment.sudo().allocation_ids)
        self.assertEqual(self._get_plan(order), plan)

    def test_several_jobs_share_the_time(self):
        other = self.operation.copy({'name': 'Second', 'code': 'TST-030', 'hours': 0.6})
        appointment = self._book(
            at(11), operation_ids=[Command.set((self.operation | other).ids)], planned_hours=1.8)
        order = self._arrive(appointment, at(11))
        jobs = order.job_ids.sorted('planned_start')
        self.assertEqual(jobs[0].planned_start, at(11, 15))
        self.assertEqual(jobs[0].planned_stop, jobs[1].planned_start)
        self.assertEqual(jobs[1].planned_stop, at(14, 3))
        self._receive(order, at(11, 15))
        self.assertEqual(len(order.sudo().allocation_ids), 3, "One a job for the technician, one for the bay.")

    def test_job_that_needs_another_skill_finds_its_own_technician(self):
        other = self.operation.copy({'name': 'Battery', 'code': 'TST-040', 'hours': 0.5, 'skill_id': self.skill.id})
        appointment = self._book(
            at(9), operation_ids=[Command.set((self.operation | other).ids)], skill_id=False,
            technician_id=self.technician_2.id)
        order = self._arrive(appointment)
        by_skill = order.job_ids.grouped('skill_id')
        self.assertFalse(by_skill[self.skill].technician_id)
        self.assertEqual(by_skill[self.env['hr.skill']].technician_id, self.technician_2)

    def test_visit_for_a_complaint_becomes_a_job(self):
        appointment = self._book(at(9), concern="Strange noise\nwhen braking")
        job = self._arrive(appointment).job_ids
        self.assertEqual((job.name, job.planned_start), ("Strange noise", at(9, 15)))

    def test_second_click_opens_the_same_order(self):
        appointment = self._book(at(9))
        order = self._arrive(appointment)
        self.assertEqual(self._arrive(appointment.with_user(self.user_dispatcher)), order)
        self.assertEqual(self.env['aftersales.order'].search_count([('vehicle_id', '=', self.vehicle.id)]), 1)

    def test_two_cars_at_once(self):
        appointments = self._book(at(9)) | self._book(at(9), vehicle_id=self.vehicles[1].id)
        action = appointments.action_arrive()
        self.assertEqual(len(appointments.order_id), 2)
        self.assertEqual(self.env['aftersales.order'].search(action['domain']), appointments.order_id)

    def test_unknown_visitor_is_asked_for_first(self):
        appointment = self._book(at(9), vehicle_id=False, contact_name='Zhao')
        action = appointment.action_arrive()
        self.assertEqual((action['res_model'], action['res_id'], action['target']), (
            'aftersales.appointment', appointment.id, 'new'))
        self.assertEqual(appointment.state, 'booked')
        appointment.write({'vehicle_id': self.vehicle.id})
        self.assertEqual(self._arrive(appointment).vehicle_id, self.vehicle)

    def test_late_arrival_keeps_what_is_left_of_its_time(self):
        appointment = self._book(at(9))
        order = self._arrive(appointment, at(9, 50))
        self.assertEqual(order.job_ids.planned_start, at(9, 15))

    def test_too_late_arrival_has_lost_its_time(self):
        appointment = self._book(at(9))
        order = self._arrive(appointment, at(15))
        self.assertFalse(order.job_ids.planned_start or order.job_ids.technician_id)
        self.assertFalse(order.promise_date)

    def test_missed_appointment_can_still_arrive(self):
        appointment = self._book(at(9))
        with freeze_time(at(9, 40)):
            appointment.action_no_show()
        order = self._arrive(appointment, at(10))
        self.assertEqual(appointment.state, 'arrived')
        self.assertFalse(order.job_ids.planned_start, "Its technician was given back.")

    def test_walk_in(self):
        """C1: who stands at the counter is taken in; the work is planned when somebody is free."""
        Appointment = self.env['aftersales.appointment'].with_user(self.user_advisor)
        with freeze_time(at(9, 7)):
            defaults = Appointment.with_context(default_channel='walk_in').default_get(['start'])
            self.assertEqual(defaults['start'], at(9, 7))
            appointment = self._book(defaults['start'], channel='walk_in')
            self.assertEqual(appointment.user_id, self.user_advisor)
            self.assertEqual(appointment.work_start, at(9, 22))
            second = self._book(defaults['start'], channel='walk_in', vehicle_id=self.vehicles[1].id)
            self.assertEqual(second.work_start, at(9, 22))
            third = self._book(defaults['start'], channel='walk_in', is_waiter=True, vehicle_id=False, phone='1')
            self.assertEqual((third.state, third.work_start), ('booked', False))
        self.assertEqual(self._arrive(appointment, at(9, 10)).state, 'draft')

    def test_what_the_customer_said_is_asked_once(self):
        """faults U11: a number written down at the counter is the customer's from then on; one he has stays, and what a
        public page brought is nobody's yet."""
        new, known, other = self.env['res.partner'].create([
            {'name': "Walker"}, {'name': "Known", 'phone': '+86 21 5555 0001'}, {'name': "Other"}])
        for partner, channel in ((new, 'walk_in'), (known, 'counter'), (other, 'web')):
            vehicle = self.vehicle.copy({
                'license_plate': f'A{partner.id}', 'vin_sn': False, 'owner_id': partner.id, 'contact_id': False})
            appointment = self._book(
                at(9, 30), vehicle_id=vehicle.id, channel=channel, phone='13911112222', email='walker@example.com')
            self._arrive(appointment, at(9, 35))
        self.assertEqual(new.email, 'walker@example.com')
        self.assertIn('13911112222', (new.phone or '').replace(' ', ''))
        self.assertEqual((known.phone, known.email), ('+86 21 5555 0001', 'walker@example.com'))
        self.assertEqual((other.phone, other.email), (False, False))

    def test_who_is_away_leaves_his_visits_to_others(self):
        """E5: a booked visit keeps its time with somebody else; where nobody is free it stays, and the dispatcher is told."""
        kept = self._book(at(10), technician_id=self.technician.id)
        lost = self._book(at(14), skill_id=self.skill.id, vehicle_id=self.vehicles[1].id)
        self.assertEqual(lost.technician_id, self.technician, "Only he can.")
        later = self._book(at(9, day=3), technician_id=self.technician.id)
        dialog = self.env['aftersales.away.wizard'].with_user(self.user_dispatcher).create({
            'workshop_id': self.workshop.id, 'employee_id': self.technician.id})
        self.assertEqual(dialog.appointment_ids, kept | lost)
        action = dialog.action_apply()
        self.assertEqual((kept.start, kept.technician_id, kept.state), (at(10), self.technician_2, 'booked'))
        self.assertEqual((lost.technician_id, later.technician_id), (self.technician, self.technician))
        self.assertIn(lost.display_name, action['params']['message'])
        self.assertNotIn(kept.display_name, action['params']['message'])

    def test_cancelled_order_gives_everything_back(self):
        appointment = self._book(at(9))
        order = self._arrive(appointment)
        self.cancel(order)
        self.assertFalse(appointment.sudo().allocation_ids)

    def test_deleted_estimate_undoes_the_arrival(self):
        appointment = self._book(at(9))
        self._arrive(appointment).unlink()
        self.assertEqual((appointment.state, appointment.order_id.id), ('booked', False))
        self.assertEqual(len(appointment.sudo().allocation_ids), 2)

    def test_plan_of_an_arrived_car_is_its_jobs(self):
        appointment = self._book(at(9))
        self._arrive(appointment)
        with self.assertRaisesRegex(UserError, "Plan the jobs"):
            appointment.start = at(11)

    def test_roles(self):
        appointment = self._book(at(9))
        for user in (self.user_technician, self.user_parts, self.user_care):
            with self.subTest(user.login), self.assertRaises(AccessError), self.cr.savepoint():
                appointment.with_user(user).action_arrive()
