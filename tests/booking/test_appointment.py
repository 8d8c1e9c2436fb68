from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestAppointment(BookingCommon):
    """C1, C2: what is booked is taken, what is not free is refused with alternatives."""

    def _get_taken(self, appointments):
        return {
            (row.employee_id or row.bay_id, row.start, row.stop) for row in appointments.sudo().allocation_ids}

    # === BOOKING ===#

    def test_booking_takes_counter_technician_and_bay(self):
        appointment = self._book(at(9), user=self.user_care)
        self.assertEqual(appointment.state, 'booked')
        self.assertEqual(appointment.partner_id, self.customer)
        self.assertEqual(appointment.stop, at(9, 15))
        self.assertIn(appointment.user_id, self.user_advisor | self.user_dispatcher)
        self.assertEqual((appointment.work_start, appointment.work_stop), (at(9, 15), at(10, 15)))
        self.assertEqual(appointment.promise_date, at(10, 15))
        self.assertEqual(self._get_taken(appointment), {
            (appointment.technician_id, at(9, 15), at(10, 15)), (appointment.bay_id, at(9, 15), at(10, 15))})

    def test_form_books_in_few_steps(self):
        """C1: vehicle, work, a click on a slot."""
        with Form(self.env['aftersales.appointment'].with_user(self.user_advisor)) as form:
            form.workshop_id = self.workshop
            form.vehicle_id = self.vehicle
            form.operation_ids.add(self.operation)
            self.assertEqual(form.planned_hours, 1.2)
            self.assertTrue(form.shows_slots)
            days = form.slot_days
            self.assertEqual(len(days), 7)
            slot = days[0]['slots'][1]
            self.assertEqual((slot['start'], slot['time']), ('2026-03-02 09:30:00', '9:30 AM'))
            form.start = slot['start']
        appointment = form.record
        self.assertEqual(appointment.state, 'booked')
        self.assertEqual(appointment.work_stop, at(10, 57))
        self.assertRegex(appointment.name, r'^AP/2026/\d{5}$')

    def test_numbers_are_the_companys_own(self):
        other = self.env['aftersales.workshop'].create({
            'name': 'Other', 'code': 'OTHR', 'company_id': self.other_company.id})
        numbers = [
            self.env['aftersales.appointment'].create({
                'workshop_id': workshop.id, 'start': at(9), 'state': 'draft', 'phone': '1'}).name
            for workshop in (other, self.workshop, other)
        ]
        self.assertEqual(numbers[::2], ['AP/2026/00001', 'AP/2026/00002'])

    def test_hours_and_skill_follow_the_work(self):
        other = self.operation.copy({'name': 'Battery', 'code': 'TST-020', 'hours': 3.0, 'skill_id': self.skill.id})
        appointment = self._book(
            at(9), planned_hours=0.0, operation_ids=[Command.set((self.operation | other).ids)])
        self.assertEqual(appointment.planned_hours, 0.0, "What a person entered stays.")
        appointment.operation_ids = [Command.set(other.ids)]
        self.assertEqual((appointment.planned_hours, appointment.skill_id), (3.0, self.skill))
        self.assertEqual(appointment.technician_id, self.technician)
        self.assertEqual(appointment.work_stop, at(13, 15))

    def test_unknown_visitor(self):
        appointment = self._book(at(9), vehicle_id=False, contact_name='Zhao', phone='+86 130', license_plate='沪A·00001')
        self.assertFalse(appointment.partner_id)
        self.assertIn('沪A·00001', appointment.display_name)
        with self.assertRaisesRegex(ValidationError, "Who comes"), self.cr.savepoint():
            self._book(at(10), vehicle_id=False)

    def test_wish_for_a_technician(self):
        self.assertEqual(self._book(at(9), technician_id=self.technician.id).technician_id, self.technician)
        with self.assertRaisesRegex(ValidationError, "No technician"), self.cr.savepoint():
            self._book(at(9, 15), technician_id=self.technician.id, is_waiter=True)

    def test_wish_for_a_bay_and_an_advisor(self):
        appointment = self._book(at(9), bay_id=self.bay_2.id, user_id=self.user_dispatcher.id)
        self.assertEqual((appointment.bay_id, appointment.user_id), (self.bay_2, self.user_dispatcher))
        with self.assertRaisesRegex(ValidationError, "No advisor"), self.cr.savepoint():
            self._book(at(9), user_id=self.user_dispatcher.id)

    def test_batch(self):
        """Two at a time share one look at the day; the third one finds it full."""
        vals = [self._prepare_appointment_vals(at(9), vehicle_id=vehicle.id) for vehicle in self.vehicles]
        appointments = self.env['aftersales.appointment'].with_user(self.user_advisor).create(vals)
        self.assertEqual(len(appointments.technician_id), 2)
        self.assertEqual(len(appointments.bay_id), 2)
        self.assertEqual(len(appointments.user_id), 2)

    # === REFUSAL ===#

    def test_refusal_names_reason_and_alternatives(self):
        """C2: conflicts refused, alternatives offered."""
        for vehicle in self.vehicles:
            self._book(at(9), vehicle_id=vehicle.id)
        words = (
            r"No advisor .* on Mon, Mar 2 9:00 AM\. "
            r"Free instead: Mon, Mar 2 9:30 AM, Mon, Mar 2 10:00 AM, Mon, Mar 2 10:30 AM\.$")
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            self._book(at(9))
        self.assertEqual(self.env['aftersales.appointment'].search_count([('start', '=', at(9))]), 2)

    def test_every_reason_is_said(self):
        cases = [
            ({'start': at(8)}, "closed"),
            ({'start': at(12)}, "closed"),
            ({'start': at(9, day=1)}, "passed"),
            ({'start': at(9, day=5), 'skill_id': self.skill.id}, "No technician"),
            ({'start': at(16), 'planned_hours': 3.0, 'is_waiter': True}, "No technician"),
        ]
        for values, reason in cases:
            with self.subTest(values), self.assertRaisesRegex(ValidationError, reason), self.cr.savepoint():
                self._book(**values)
        (self.bay_1 | self.bay_2).is_bookable = False
        with self.assertRaisesRegex(ValidationError, "No bay"), self.cr.savepoint():
            self._book(at(9))

    def test_mistyped_year(self):
        with self.assertRaisesRegex(ValidationError, '2206.* is more than a year ahead'):
            self._book(at(9).replace(year=2206))
        days = self.workshop.with_user(self.user_advisor).get_free_days('2206-03-02', hours=100000)
        self.assertEqual([len(days), *(day['slots'] for day in days)], [7, *([[]] * 7)])

    def test_what_is_offered_can_be_booked(self):
        """faults A3: far ahead, too: the last day that can be booked is offered, and no later one, by no way."""
        outlet = self.workshop.with_user(self.user_advisor)
        days = outlet.get_free_days('2206-03-02', hours=1, days=3)
        self.assertEqual([day['day'] for day in days], ["Wed, Mar 3", "Thu, Mar 4", "Fri, Mar 5"])
        self.assertEqual([bool(day['slots']) for day in days], [True, False, False])
        last = days[0]['slots'][-1]['start']
        self.assertTrue(last.startswith('2027-03-03 '))
        self.assertFalse(outlet._find_slots('2027-03-04', '2027-03-12'))
        appointments = self._book(last) | self._book(last, vehicle_id=self.vehicles[1].id)
        with self.assertRaisesRegex(ValidationError, "Free instead: Wed, Mar 3 .*[AP]M\\.$") as refused, self.cr.savepoint():
            self._book(last, vehicle_id=False, phone='1')
        self.assertNotIn("Mar 4", str(refused.exception))
        self.assertEqual(set(appointments.mapped('state')), {'booked'})
        with self.assertRaisesRegex(ValidationError, "more than a year ahead"), self.cr.savepoint():
            self._book('2027-03-04 09:00:00')

    def test_slots_and_refusals_in_the_readers_words(self):
        """faults C15: one way to say days and times, in every language."""
        self.env['res.lang']._activate_lang('zh_CN')
        outlet = self.workshop.with_user(self.user_advisor).with_context(lang='zh_CN')
        day, = outlet.get_free_days('2026-03-02', days=1)
        self.assertEqual((day['day'], day['slots'][1]['time']), ("3月2日周一", "09:30"))
        appointment = self._book(at(9)).with_context(lang='zh_CN')
        self.assertEqual(appointment._format_time(appointment.start), "3月2日周一 09:00")

    def test_nothing_free_at_all(self):
        (self.technician | self.technician_2).aftersales_availability = 0
        with self.assertRaisesRegex(ValidationError, "Nothing is free within 21 days"), self.cr.savepoint():
            self._book(at(9))

    def test_quota_of_waiters_refuses(self):
        for hour in (9, 10):
            self._book(at(hour), is_waiter=True)
        words = "no more waiting customers on the day of Mon, Mar 2 .*Free instead: Tue, Mar 3 "
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            self._book(at(11), is_waiter=True)

    def test_alternatives(self):
        appointment = self._book(at(9))
        slots = appointment._get_alternatives(2)
        self.assertEqual([slot['start'] for slot in slots], [at(9, 30), at(10)])
        self.assertIn('employee', slots[0])

    # === CHANGES ===#

    def test_dragging_moves_the_plan(self):
        appointment = self._book(at(9))
        appointment.write({'start': at(14), 'stop': at(15)})
        self.assertEqual(appointment.stop, at(14, 15), "The calendar's end is not the counter's.")
        self.assertEqual(self._get_taken(appointment), {
            (appointment.technician_id, at(14, 15), at(15, 15)), (appointment.bay_id, at(14, 15), at(15, 15))})
        self.assertEqual(appointment.promise_date, at(15, 15))

    def test_dragging_onto_something_taken_is_refused(self):
        for vehicle in self.vehicles:
            self._book(at(14), vehicle_id=vehicle.id)
        appointment = self._book(at(9))
        with self.assertRaisesRegex(ValidationError, "Free instead"), self.cr.savepoint():
            appointment.write({'start': at(14), 'stop': at(14, 15)})
        self.assertEqual(appointment.start, at(9))

    def test_moving_by_half_an_hour_is_not_in_its_own_way(self):
        self.workshop.employee_ids = self.technician
        appointment = self._book(at(9))
        appointment.start = at(9, 30)
        self.assertEqual(appointment.work_start, at(9, 45))

    def test_other_technician_for_a_booked_car(self):
        appointment = self._book(at(9))
        advisor, other = appointment.user_id, (self.technician | self.technician_2) - appointment.technician_id
        appointment.with_user(self.user_dispatcher).technician_id = other
        self.assertEqual(appointment.technician_id, other)
        self.assertEqual(appointment.user_id, advisor)
        self.assertIn(other, [row[0] for row in self._get_taken(appointment)])

    def test_more_work_needs_more_time(self):
        appointment = self._book(at(9))
        appointment.planned_hours = 2.0
        self.assertEqual(appointment.work_stop, at(11, 15))
        self.assertIn((appointment.bay_id, at(9, 15), at(11, 15)), self._get_taken(appointment))

    def test_work_on_another_day_than_the_drop_off(self):
        appointment = self._book(at(9), work_start=at(10, day=3))
        self.assertEqual((appointment.start, appointment.work_stop), (at(9), at(11, day=3)))

    def test_days_are_claimed(self):
        self._book(at(16), planned_hours=2.0)
        days = self.env['aftersales.booking.day'].search([('workshop_id', '=', self.workshop.id)])
        self.assertEqual(set(days.mapped('date')), {at(0).date(), at(0, day=3).date()})
        self._book(at(9))
        self.assertEqual(max(days.mapped('revision')), 2)

    # === LIFE ===#

    def test_cancelling_frees(self):
        self.workshop.employee_ids = self.technician
        appointment = self._book(at(9), is_waiter=True)
        self.cancel(appointment)
        self.assertFalse(appointment.sudo().allocation_ids)
        again = self._book(at(9), is_waiter=True)
        with self.assertRaisesRegex(ValidationError, "Free instead"), self.cr.savepoint():
            appointment.action_book()
        self.cancel(again)
        appointment.action_book()
        self.assertEqual(appointment.state, 'booked')
        self.assertEqual(len(appointment.sudo().allocation_ids), 2)

    def test_transitions(self):
        appointment = self._book(at(9))
        appointment.action_confirm()
        with self.assertRaisesRegex(UserError, "is already: Confirmed"), self.cr.savepoint():
            appointment.action_confirm()
        with self.assertRaisesRegex(UserError, "cannot have missed it yet"), self.cr.savepoint():
            appointment.action_no_show()
        with self.assertRaisesRegex(UserError, "Check the car in"), self.cr.savepoint():
            appointment.write({'state': 'arrived'})
        with self.assertRaisesRegex(UserError, "cannot go from Confirmed to Not Confirmed"), self.cr.savepoint():
            appointment.write({'state': 'draft'})
        with freeze_time(at(10)):
            self.assertTrue(appointment.is_late)
            appointment.action_no_show()
        self.assertFalse(appointment.sudo().allocation_ids)

    def test_missed_appointment_is_booked_again(self):
        appointment = self._book(at(9))
        with freeze_time(at(11)):
            appointment.action_no_show()
            with self.assertRaisesRegex(ValidationError, "passed"), self.cr.savepoint():
                appointment.action_book()
            search = self.env['aftersales.slot.search'].with_user(self.user_advisor).with_context(
                **appointment.action_reschedule()['context']).create({})
            slot = next(slot for day in search.slot_days for slot in day['slots'])
            search.action_pick(slot['start'])
        self.assertEqual((appointment.state, appointment.start), ('booked', at(11)))

    def test_states_are_not_chosen_at_creation(self):
        with self.assertRaises(UserError):
            self._book(at(9), state='arrived')
        appointment = self.env['aftersales.appointment'].with_user(self.user_advisor).with_context(
            default_state='no_show').create(self._prepare_appointment_vals())
        self.assertEqual(appointment.state, 'booked')

    def test_system_values_are_not_entered(self):
        appointment = self._book(at(9))
        with self.assertRaises(AccessError):
            appointment.order_id = self._create_orders()
        with self.assertRaises(AccessError):
            appointment.name = 'AP/1'

    def test_unconfirmed_wish_takes_nothing(self):
        """A page notes the wish; the code confirms it, if it is still free."""
        appointment = self.env['aftersales.appointment'].sudo()._book(
            self._prepare_appointment_vals(at(9), state='draft', channel='web'))
        self.assertFalse(appointment.allocation_ids)
        for vehicle in self.vehicles:
            self._book(at(9), vehicle_id=vehicle.id)
        with self.assertRaisesRegex(ValidationError, "Free instead"), self.cr.savepoint():
            appointment._transition('booked')
        appointment.start = at(10)
        appointment._transition('booked')
        self.assertEqual((appointment.state, len(appointment.allocation_ids)), ('booked', 2))

    def test_two_at_once(self):
        appointments = self._book(at(9)) | self._book(at(10), vehicle_id=self.vehicles[1].id)
        appointments.action_confirm()
        self.cancel(appointments)
        self.assertEqual(set(appointments.mapped('state')), {'cancelled'})
        self.assertFalse(appointments.sudo().allocation_ids)

    def test_history_is_not_deleted(self):
        appointment = self._book(at(9))
        with self.assertRaisesRegex(UserError, "Cancel it instead"):
            appointment.unlink()

    # === ALERTS AND FINDER ===#

    def test_declined_work_shows_at_booking(self):
        """E4: what the customer declined last time is known when the car is booked again."""
        order = self._create_orders()
        order.action_receive()
        order.job_ids._decline('phone')
        appointment = self._book(at(9))
        self.assertIn(self.operation.name, appointment.alert_html)
        self.assertFalse(self._book(at(10), vehicle_id=False, phone='1').alert_html)

    def test_slot_finder_opens_the_form(self):
        search = self.env['aftersales.slot.search'].with_user(self.user_care).create({
            'workshop_id': self.workshop.id, 'operation_ids': [Command.set(self.operation.ids)], 'is_waiter': True})
        self.assertEqual(search.planned_hours, 1.2)
        action = search.action_pick(search.slot_days[0]['slots'][0]['start'])
        Appointment = self.env['aftersales.appointment'].with_user(self.user_care).with_context(**action['context'])
        with Form(Appointment) as form:
            form.vehicle_id = self.vehicle
        self.assertEqual(form.record.start, at(9))
        self.assertTrue(form.record.is_waiter)
        self.assertEqual(form.record.operation_ids, self.operation)
        search.action_next_week()
        self.assertEqual(search.date_from, at(0).date() + timedelta(days=7))

    def test_buttons_of_vehicle_and_customer(self):
        appointment = self._book(at(9))
        vehicle, customer = self.vehicle.with_user(self.user_advisor), self.customer.with_user(self.user_advisor)
        self.assertEqual((vehicle.appointment_count, customer.appointment_count), (1, 1))
        for record in (vehicle, customer):
            domain = record.action_view_appointments()['domain']
            self.assertEqual(self.env['aftersales.appointment'].search(domain), appointment)
