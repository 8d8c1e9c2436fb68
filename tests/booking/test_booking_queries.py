from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestBookingQueries(BookingCommon):
    """What slots, lists and bookings cost does not grow with what is booked."""

    def _fill(self, days):
        """Ten bookings a day."""
        for day in range(2, 2 + days):
            starts = self._get_starts(day, hours=0.5)[:10]
            self.env['aftersales.appointment'].with_user(self.user_advisor).create([
                self._prepare_appointment_vals(start, planned_hours=0.5) for start in starts])

    def test_slot_search(self):
        """C7: one day, sixty days, nothing or sixty days booked: the same number of queries."""
        workshop = self.workshop.with_user(self.user_advisor)
        first = at(0).date()

        def search(days):
            return self.count_queries(lambda: workshop._find_slots(first, first + timedelta(days=days - 1)))

        search(1)  # fills the caches of the registry
        empty = search(1), search(60)
        self.assertEqual(*empty)
        self._fill(20)
        self.assertEqual((search(1), search(60)), empty)
        self.assertLess(empty[0], 40)

    def test_slot_search_does_not_grow_with_the_team(self):
        search = self.workshop.with_user(self.user_advisor)
        before = self.count_queries(lambda: search._find_slots(at(0).date(), at(0).date()))
        before = self.count_queries(lambda: search._find_slots(at(0).date(), at(0).date()))
        self.workshop.employee_ids |= self.env['hr.employee'].create([
            {'name': f'Technician {number}', 'resource_calendar_id': self.calendar.id} for number in range(20)])
        after = self.count_queries(lambda: search._find_slots(at(0).date(), at(0).date()))
        self.assertLessEqual(after, before + 2)

    def test_load(self):
        workshop = self.workshop.with_user(self.user_dispatcher)
        self.count_queries(lambda: workshop._get_load(at(0).date(), at(0).date()))
        day = self.count_queries(lambda: workshop._get_load(at(0).date(), at(0).date()))
        self._fill(5)
        self.assertEqual(self.count_queries(lambda: workshop._get_load(at(0).date(), at(0, day=30).date())), day)

    def test_list(self):
        self._fill(6)
        Appointment = self.env['aftersales.appointment'].with_user(self.user_advisor)
        specification = {
            name: {'fields': {'display_name': {}}} if Appointment._fields[name].relational else {} for name in (
                'start', 'license_plate', 'partner_id', 'phone', 'concern', 'planned_hours', 'is_waiter', 'user_id',
                'technician_id', 'bay_id', 'state', 'is_late', 'color', 'operation_ids', 'model_id')
        }
        self.assertFlat(lambda limit: Appointment.web_search_read([], specification, limit=limit), 1, 50)

    def test_booking_in_a_batch(self):
        """Reading is shared; what is left a record is its own rows, numbers and messages."""
        starts = iter(self._get_starts(2, 20, hours=0.5))

        def book(count):
            vals = [self._prepare_appointment_vals(next(starts), planned_hours=0.5) for __ in range(count)]
            return self.count_queries(lambda: self.env['aftersales.appointment'].with_user(self.user_advisor).with_context(
                tracking_disable=True).create(vals))

        book(1)
        one, many = book(1), book(20)
        self.assertLess(many, one + 19 * 8)

    def test_arriving_in_a_batch(self):
        operations = [Command.set(self.operation.ids)]

        def arrive(count, day):
            appointments = self.env['aftersales.appointment'].with_user(self.user_advisor).create([
                self._prepare_appointment_vals(start, planned_hours=0.5, operation_ids=operations)
                for start in self._get_starts(day, day + 5, hours=0.5)[:count]])
            return self.count_queries(appointments.action_arrive) / count

        arrive(1, 2)
        self.assertLess(arrive(10, 9), arrive(1, 3))
