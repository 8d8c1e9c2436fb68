from datetime import date, datetime, timedelta

import pytz
from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from odoo.addons.aftersales.models.outlet.timetable import Skills, Timetable, make_spans
from odoo.addons.aftersales.tests.dealership.outlet import WorkshopCommon

MONDAY = date(2026, 3, 2)


def at(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute)


@tagged('post_install', '-at_install')
class TestTimetableReckoning(BaseCase):
    """What a timetable answers without a database."""

    def setUp(self):
        super().setUp()
        self.table = Timetable(pytz.timezone('Asia/Shanghai'), MONDAY, MONDAY + timedelta(days=1))
        # 8 to 12 and 13 to 17 in Shanghai
        self.work = make_spans(
            (at(start, day=day), at(stop, day=day)) for day in (2, 3) for start, stop in ((0, 4), (5, 9)))
        self.table.open = self.table.work[7] = self.work

    def test_local_day(self):
        self.assertEqual(self.table.local_day(at(15, 59)), MONDAY)
        self.assertEqual(self.table.local_day(at(16)), MONDAY + timedelta(days=1))
        self.assertEqual(self.table.get_bounds(MONDAY), (datetime(2026, 3, 1, 16), at(16)))

    def test_work_rests_at_lunch_and_at_night(self):
        for start, hours, expected in (
            (at(0), 2, (at(0), at(2))),
            (at(3), 2, (at(3), at(6))),
            (at(4, 30), 1, (at(5), at(6))),
            (at(8), 2, (at(8), at(1, day=3))),
            (at(0), 16, (at(0), at(9, day=3))),
            (at(0), 16.5, None),
        ):
            with self.subTest(start=start, hours=hours):
                self.assertEqual(self.table.lay(self.work, start, hours), expected)

    def test_hours_free_and_laid(self):
        self.table.taken['employee', 7] = [(at(3), at(6))]
        self.assertEqual(self.table.hours(self.work), 16)
        self.assertEqual(self.table.hours(self.work, at(3), at(6)), 2)
        self.assertEqual(self.table.hours(self.table.laid(7)), 2)
        self.assertEqual(self.table.hours(self.table.free('employee', 7)), 14)
        self.assertEqual(self.table.hours(self.table.free('bay', 7)), 16)
        self.assertFalse(self.table.get_work(8))

    def test_breaks(self):
        self.assertEqual(self.table.leave_breaks(self.work, at(4, 15), at(4, 45)), (at(5), at(4)))
        self.assertEqual(self.table.leave_breaks(self.work, at(10), at(23)), (at(10), at(23)), "a night is no break")

    def test_days_are_cut_at_midnight(self):
        days = self.table.by_day(make_spans([(at(15), at(17))]))
        self.assertEqual(days, {MONDAY: [(at(15), at(16))], MONDAY + timedelta(days=1): [(at(16), at(17))]})

    def test_certificates_by_day(self):
        skills = Skills({7: {1: [(False, MONDAY), (MONDAY + timedelta(days=2), False)]}})
        for first, last, held in ((0, 0, True), (0, 1, False), (1, 1, False), (2, 9, True), (0, 2, False)):
            days = (MONDAY + timedelta(days=number) for number in (first, last))
            self.assertEqual(skills.holds(7, 1, *days), held)
        self.assertFalse(skills.holds(8, 1, MONDAY))
        self.assertTrue(skills.holds(8, None, MONDAY))
        self.assertEqual(skills.get_starts(7, 1), [MONDAY + timedelta(days=2)])


@tagged('post_install', '-at_install')
class TestTimetable(WorkshopCommon):
    """What is read for it: opening hours, special days, shifts, leaves and certificates, on the outlet's clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2026-03-02 00:00:00'))
        cls.calendar = cls._create_calendar('Asia/Shanghai')
        cls.workshop.resource_calendar_id = cls.calendar
        cls.team = cls.technician | cls.technician_2
        cls.team.write({'resource_calendar_id': cls.calendar.id, 'tz': 'Europe/Paris'})

    @classmethod
    def _create_calendar(cls, tz, **values):
        return cls.env['resource.calendar'].create({
            'name': tz, 'tz': tz, 'company_id': cls.company.id,
            'attendance_ids': [Command.clear()] + [
                Command.create({'name': "Shift", 'dayofweek': str(day), 'hour_from': start, 'hour_to': stop})
                for day in range(5) for start, stop in ((8, 12), (13, 17))],
            **values,
        })

    def _read(self, days=1, **options):
        return self.workshop.with_user(self.user_advisor)._get_timetable(
            MONDAY, MONDAY + timedelta(days=days - 1), **options)

    def _close(self, first=2, last=3, **values):
        return self.env['aftersales.special.day'].create({
            'name': "Stocktaking", 'workshop_id': self.workshop.id, 'is_closed': True,
            'date_from': MONDAY.replace(day=first), 'date_to': MONDAY.replace(day=last), **values})

    def _get_hours(self, table):
        return [table.hours(table.get_work(key)) for key in (None, self.technician.id, self.technician_2.id)]

    def test_week_on_the_outlets_clock(self):
        """Wherever its people's own clocks are set to."""
        table = self._read(7)
        self.assertEqual(self._get_hours(table), [40, 40, 40])
        self.assertEqual(next(iter(table.work[self.technician.id]))[:2], (at(0), at(4)))

    def test_closed_days(self):
        self._close()
        self.assertEqual(self._get_hours(self._read(7)), [24, 24, 24])

    def test_special_hours_and_duty(self):
        self._close(7, 7, is_closed=False, hour_from=9, break_from=12, break_to=12, hour_to=12,
                    employee_ids=[Command.link(self.technician.id)])
        self._close(2, 2, is_closed=False, hour_from=10, break_from=12, break_to=13, hour_to=20)
        table = self._read(7)
        self.assertEqual(table.hours(table.open), 32 + 9 + 3)
        self.assertEqual(self._get_hours(table)[1:], [32 + 6 + 3, 32 + 6])

    def test_leaves(self):
        self.env['resource.calendar.leaves'].create([
            {'name': "Ill", 'resource_id': self.technician.resource_id.id, 'calendar_id': self.calendar.id,
             'company_id': self.company.id, 'date_from': at(0), 'date_to': at(4)},
            {'name': "Holiday", 'calendar_id': self.calendar.id, 'company_id': self.company.id,
             'date_from': at(0, day=3), 'date_to': at(16, day=3)},
        ])
        table = self._read(7)
        self.assertEqual(self._get_hours(table), [32, 28, 32])
        self.assertEqual(table.hours(table.shifts[self.technician.id]), 40)

    def test_who_has_no_hours_works_while_the_doors_are_open(self):
        self.technician_2.resource_calendar_id = False
        self._close(2, 2)
        self.assertEqual(self._get_hours(self._read(7)), [32, 32, 32])

    def test_without_opening_hours(self):
        self.workshop.resource_calendar_id = False
        table = self._read()
        self.assertFalse(table.has_hours)
        self.assertEqual(table.hours(table.open), 24)

    def test_two_outlets_on_two_clocks(self):
        calendar = self._create_calendar('Asia/Urumqi')
        other = self.workshop.copy({'name': "Urumqi", 'code': 'TSTU', 'resource_calendar_id': calendar.id})
        other.employee_ids = self.technician_2
        self._close(workshop_id=other.id)
        tables = (self.workshop | other)._get_timetables(MONDAY, MONDAY + timedelta(days=6))
        self.assertEqual(tables[self.workshop].hours(tables[self.workshop].open), 40)
        self.assertEqual(tables[other].hours(tables[other].open), 24)
        self.assertEqual(list(tables[other].work), self.technician_2.ids)
        self.assertEqual(next(iter(tables[other].open))[0], at(2, day=4))

    def test_certificates(self):
        self._give_skill(self.technician, valid_from='2026-03-03', valid_to='2026-03-04')
        skills = self._read(7).skills
        held = [skills.holds(self.technician.id, self.skill.id, MONDAY.replace(day=day)) for day in (2, 3, 4, 5)]
        self.assertEqual(held, [False, True, True, False])

    def test_queries_do_not_grow(self):
        """Neither with outlets nor with people nor with days."""
        many = self.workshop
        for number in range(20):
            many |= self.workshop.copy({'code': f'TST{number}'})
        people = self.env['hr.employee'].create([
            {'name': f"Person {number}", 'company_id': self.company.id, 'resource_calendar_id': self.calendar.id}
            for number in range(50)])
        many.employee_ids = [Command.link(employee.id) for employee in people]
        counts = []
        for workshops, days in ((self.workshop, 1), (self.workshop, 1), (many, 30)):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            workshops._get_timetables(MONDAY, MONDAY + timedelta(days=days), with_taken=True)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2, counts)


@tagged('post_install', '-at_install')
class TestTechnicians(WorkshopCommon):
    """Whose time is planned and reported as a technician's."""

    def _employ(self, user, **values):
        employee = self.env['hr.employee'].create({
            'name': user.name, 'user_id': user.id, 'company_id': self.company.id, **values})
        self.workshop.employee_ids = [Command.link(employee.id)]
        return employee

    def test_roles(self):
        for user in (self.user_advisor, self.user_parts, self.user_inspector, self.user_dispatcher, self.user_manager):
            self._employ(user)
        self.assertEqual(self.workshop._get_technicians(), self.technician | self.technician_2)

    def test_manager_who_works_on_cars(self):
        employee = self._employ(self.user_manager)
        self.user_manager.group_ids = [Command.link(self.env.ref('aftersales.group_technician').id)]
        self.assertIn(employee, self.workshop._get_technicians())

    def test_login_for_something_else(self):
        user = self.user_accountant
        employee = self._employ(user)
        self.assertNotIn(employee, self.workshop._get_technicians())
        self.operation.skill_id = self.skill
        self._give_skill(employee)
        self.assertIn(employee, self.workshop._get_technicians())

    def test_no_time_on_cars(self):
        self.technician_2.aftersales_availability = 0
        self.assertEqual(self.workshop._get_technicians(), self.technician)
