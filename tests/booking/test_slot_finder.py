from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestSlotFinder(BookingCommon):
    """C2, C3, C7: slots are what opening hours, people, bays, counter and hours have left."""

    def _take(self, start, stop, employee=None, bay=None):
        self.env['aftersales.allocation'].create({
            'workshop_id': self.workshop.id, 'employee_id': employee and employee.id, 'bay_id': bay and bay.id,
            'start': start, 'stop': stop,
        })

    # === OPENING HOURS ===#

    def test_hours_of_the_week(self):
        """C3: 9–12 and 13–17 on weekdays, until 16 at the weekend; work lies after the counter."""
        starts = self._get_starts(2)
        self.assertEqual(starts[0], at(9))
        self.assertIn(at(11, 30), starts)
        self.assertNotIn(at(12), starts)
        self.assertEqual(starts[-1], at(16, 30))
        self.assertEqual(self._get_starts(7)[-1], at(15, 30, day=7))

    def test_slot_says_who_and_where(self):
        slot = self.workshop.with_user(self.user_advisor)._find_slots(at(9), at(10), limit=1)[0]
        self.assertEqual((slot['start'], slot['stop']), (at(9), at(9, 15)))
        self.assertEqual((slot['work_start'], slot['work_stop']), (at(9, 15), at(10, 15)))
        self.assertIn(slot['employee'], self.technician | self.technician_2)
        self.assertEqual(slot['bay'], self.bay_1)
        self.assertIn(slot['user'], self.user_advisor | self.user_dispatcher)

    def test_moments_bound_the_search(self):
        slots = self.workshop._find_slots(at(10), at(11))
        self.assertEqual([slot['start'] for slot in slots], [at(10), at(10, 30)])

    @freeze_time('2026-03-02 15:10:00')
    def test_nothing_in_the_past(self):
        self.assertEqual(self._get_starts(2), [at(15, 30), at(16), at(16, 30)])

    def test_public_holiday_closes(self):
        self.assertTrue(self._get_starts(3))
        self.env['resource.calendar.leaves'].create({
            'name': 'Holiday', 'calendar_id': self.calendar.id, 'company_id': self.company.id,
            'date_from': at(0, day=3), 'date_to': at(23, 59, day=3),
        })
        self.assertFalse(self._get_starts(3))
        self.assertTrue(self._get_starts(4), "the next day is a working day")

    def test_holiday_of_another_company_does_not(self):
        leave = self.env['resource.calendar.leaves'].create({
            'name': 'Holiday', 'calendar_id': False, 'date_from': at(0, day=3), 'date_to': at(23, 59, day=3)})
        self.assertFalse(self._get_starts(3))
        leave.company_id = self.other_company
        self.assertTrue(self._get_starts(3))

    def test_special_day_has_its_own_hours(self):
        """C3: on a holiday the outlet may open from 9 to 12 and from 13 to 16."""
        special = self.env['aftersales.special.day'].with_user(self.user_dispatcher).create({
            'name': 'Holiday', 'workshop_id': self.workshop.id, 'date_from': at(0, day=3).date()})
        self.assertEqual(self._get_starts(3)[-1], at(15, 30, day=3))
        special.is_closed = True
        self.assertFalse(self._get_starts(3))

    def test_duty_list_of_a_special_day(self):
        """Who is on duty works on the holiday, whatever the calendar says; the others don't."""
        self.env['resource.calendar.leaves'].create({
            'name': 'Holiday', 'calendar_id': self.calendar.id, 'company_id': self.company.id,
            'date_from': at(0, day=3), 'date_to': at(23, 59, day=3),
        })
        special = self.env['aftersales.special.day'].create({
            'name': 'Holiday', 'workshop_id': self.workshop.id, 'date_from': at(0, day=3).date()})
        self.assertFalse(self._get_starts(3), "The doors are open, but nobody works.")
        special.employee_ids = self.technician_2
        slots = self.workshop._find_slots(at(0, day=3), at(23, day=3))
        self.assertEqual({slot['employee'] for slot in slots}, {self.technician_2})

    @mute_logger('odoo.sql_db')
    def test_special_days_of_an_outlet_do_not_overlap(self):
        vals = {'name': 'Twice', 'workshop_id': self.workshop.id, 'date_from': at(0, day=3).date()}
        self.env['aftersales.special.day'].create(vals)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env['aftersales.special.day'].create(vals)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.env['aftersales.special.day'].create({
                **vals, 'date_from': at(0, day=5).date(), 'hour_from': 12, 'hour_to': 12,
                'break_from': 12, 'break_to': 12})

    # === PEOPLE AND BAYS ===#

    def test_taken_technician(self):
        self._take(at(9), at(17), employee=self.technician)
        self.assertEqual(
            {slot['employee'] for slot in self.workshop._find_slots(at(9), at(12))}, {self.technician_2})
        self._take(at(9), at(12), employee=self.technician_2)
        slots = self.workshop._find_slots(at(9), at(17))
        self.assertEqual(min(slot['work_start'] for slot in slots), at(13), "Dropped off in the morning, done later.")

    def test_taken_bays(self):
        for bay in (self.bay_1, self.bay_2):
            self._take(at(9), at(14), bay=bay)
        self.assertEqual(min(slot['work_start'] for slot in self.workshop._find_slots(at(9), at(17))), at(14))

    def test_bay_kept_for_a_skill(self):
        self.bay_1.skill_ids = self.skill
        slot = self.workshop._find_slots(at(9), at(10), limit=1)[0]
        self.assertEqual(slot['bay'], self.bay_2)
        slot = self.workshop._find_slots(at(9), at(10), skill=self.skill, limit=1)[0]
        self.assertEqual(slot['bay'], self.bay_1)

    def test_wash_is_no_place_to_work(self):
        (self.bay_1 | self.bay_2).kind = 'wash'
        self.assertFalse(self._get_starts(2))
        self.bay_2.kind = 'lift'
        self.assertTrue(self._get_starts(2))

    def test_leave_of_a_technician(self):
        self.env['resource.calendar.leaves'].create({
            'name': 'Leave', 'resource_id': self.technician.resource_id.id, 'calendar_id': self.calendar.id,
            'date_from': at(0), 'date_to': at(23, 59),
        })
        self.assertEqual({slot['employee'] for slot in self.workshop._find_slots(at(9), at(17))}, {self.technician_2})

    def test_certificate_counts_on_the_day_of_the_work(self):
        """M1: the certificate runs out on 4 March."""
        self.assertTrue(self._get_starts(4, skill=self.skill))
        self.assertFalse(self._get_starts(5, skill=self.skill))
        self.assertNotIn(at(16, 30, day=4), self._get_starts(4, skill=self.skill, hours=2.0), "Done on 5 March.")

    def test_others_are_spared_for_their_skill(self):
        slot = self.workshop._find_slots(at(9), at(10), limit=1)[0]
        self.assertEqual(slot['employee'], self.technician_2)

    def test_other_roles_do_no_work(self):
        (self.technician | self.technician_2).aftersales_availability = 0
        self.workshop.employee_ids |= self.env['hr.employee'].create({
            'name': 'Parts clerk', 'user_id': self.user_parts.id, 'resource_calendar_id': self.calendar.id})
        self.assertFalse(self._get_starts(2))
        self.technician_2.aftersales_availability = 100
        self.assertTrue(self._get_starts(2))

    def test_limited_to_a_technician(self):
        slots = self.workshop._find_slots(at(9), at(12), employees=self.technician)
        self.assertEqual({slot['employee'] for slot in slots}, {self.technician})

    # === HOURS ===#

    def test_work_rests_at_lunch_and_night(self):
        slot = self.workshop._find_slots(at(11, 30), at(12), hours=2.0)[0]
        self.assertEqual((slot['work_start'], slot['work_stop']), (at(11, 45), at(14, 45)))
        slot = self.workshop._find_slots(at(16), at(16, 30), hours=2.0)[0]
        self.assertEqual((slot['work_start'], slot['work_stop']), (at(16, 15), at(10, 15, day=3)))

    def test_availability_limits_the_day(self):
        """C7: of seven hours of each technician, half may be planned."""
        (self.technician | self.technician_2).aftersales_availability = 50
        self.assertTrue(self._get_starts(2, hours=3.5))
        for employee in (self.technician, self.technician_2):
            self._take(at(9), at(11), employee=employee)
        self.assertFalse(self._get_starts(2, hours=1.6, is_waiter=True))
        self.assertTrue(self._get_starts(2, hours=1.5, is_waiter=True))

    def test_long_work_takes_several_days(self):
        (self.technician | self.technician_2).aftersales_availability = 50
        slot = self.workshop._find_slots(at(9), at(10), hours=6.0)[0]
        self.assertEqual(slot['work_stop'], at(11, 30, day=3), "3.5 hours on Monday, 2.5 on Tuesday.")

    def test_carried_over_work_comes_first(self):
        """C7: unfinished jobs in the house without a plan take hours before anything new."""
        self.workshop.employee_ids = self.technician_2
        order = self._receive_approved()
        order.job_ids.line_ids.filtered(lambda line: line.line_type == 'labour').quantity = 6.5
        order.job_ids._approve('phone')
        self.assertFalse(self._get_starts(2, hours=1.0, is_waiter=True))
        self.assertTrue(self._get_starts(2, hours=0.5, is_waiter=True))
        self.assertTrue(self._get_starts(3, hours=1.0, is_waiter=True))
        slot = self.workshop._find_slots(at(9), at(10), hours=1.0, limit=1)[0]
        self.assertEqual(slot['work_stop'], at(9, 45, day=3), "A quarter of an hour today, the rest tomorrow.")

    def test_what_is_offered_is_not_refused(self):
        """C2: on a day that is nearly full, work may begin late and go on the next day, for whoever asks."""
        (self.technician | self.technician_2).aftersales_availability = 50
        for employee in (self.technician, self.technician_2):
            self._take(at(9), at(12), employee=employee)
        slot = self.workshop._find_slots(at(14), at(15), hours=1.0, limit=1)[0]
        self.assertEqual((slot['start'], slot['work_start']), (at(14), at(16, 45)), "Half an hour is left on Monday.")
        appointment = self._book(at(14))
        self.assertEqual(appointment.planned_hours, 1.0)
        self.assertEqual((appointment.work_start, appointment.work_stop), (slot['work_start'], slot['work_stop']))

    def test_visit_without_work(self):
        slot = self.workshop._find_slots(at(9), at(10), hours=0.0, limit=1)[0]
        self.assertFalse(slot['employee'] or slot['bay'] or slot['work_start'])

    # === COUNTER AND QUOTA ===#

    def test_advisors_receive_one_at_a_time(self):
        self._book(at(9))
        self._book(at(9), vehicle_id=self.vehicles[1].id)
        self.assertNotIn(at(9), self._get_starts(2))
        self.assertIn(at(9, 30), self._get_starts(2))

    def test_waiter_is_served_at_once(self):
        for employee in (self.technician, self.technician_2):
            self._take(at(9), at(11), employee=employee)
        self.assertEqual(self._get_starts(2, is_waiter=True)[0], at(10, 30))
        self.assertNotIn(at(16, 30), self._get_starts(2, is_waiter=True), "Nobody waits over night.")

    def test_quota_of_waiters(self):
        """C7: two a day."""
        for hour in (9, 10):
            self._book(at(hour), is_waiter=True)
        self.assertFalse(self._get_starts(2, is_waiter=True))
        self.assertTrue(self._get_starts(2))
        self.assertTrue(self._get_starts(3, is_waiter=True))

    def test_without_advisors_the_counter_is_no_limit(self):
        self.workshop.advisor_ids = False
        self.workshop.employee_ids = [Command.set((self.technician | self.technician_2).ids)]
        slot = self.workshop._find_slots(at(9), at(10), limit=1)[0]
        self.assertFalse(slot['user'])

    # === LOAD ===#

    def test_load(self):
        """C7: available, booked and carried-over hours by day and skill."""
        self._book(at(9), planned_hours=2.0, skill_id=self.skill.id)
        rows = {
            (row['date'], row['skill']): row
            for row in self.workshop.with_user(self.user_dispatcher)._get_load(at(0).date(), at(0, day=5).date())
        }
        team = rows[at(0).date(), self.env['hr.skill']]
        self.assertEqual((team['available'], team['booked'], team['free']), (14.0, 2.0, 12.0))
        self.assertAlmostEqual(team['loading'], 100 * 2 / 14)
        skilled = rows[at(0).date(), self.skill]
        self.assertEqual((skilled['available'], skilled['booked']), (7.0, 2.0))
        self.assertEqual(rows[at(0, day=5).date(), self.skill]['available'], 0.0, "The certificate has run out.")

    def test_load_of_carried_over_work(self):
        order = self._receive_approved()
        row = self.workshop._get_load(at(0).date(), at(0).date())[0]
        self.assertAlmostEqual(row['carried_over'], order.job_ids.flat_rate_hours)

    def test_capacity_screen_shows_own_figures(self):
        Capacity = self.env['aftersales.capacity'].with_user(self.user_technician)
        action = Capacity.action_open()
        rows = Capacity.search(action['domain']).filtered(lambda row: row.workshop_id == self.workshop)
        self.assertEqual(min(rows.mapped('date')), at(0).date())
        self.assertEqual(max(rows.mapped('date')), at(0).date() + timedelta(days=13))
        self.assertFalse(Capacity.with_user(self.user_dispatcher).search([('id', 'in', rows.ids)]))
