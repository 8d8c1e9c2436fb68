from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.tools.intervals import Intervals

from ..timetable import Timetable, make_spans

# Work is laid into the shifts of this many days at most.
HORIZON = timedelta(days=21)


class AftersalesWorkshop(models.Model):
    """When the outlet is open, its people are at work, can do what, and are free (C3, C7, E5).

    Whoever reckons with working time asks the timetable: the board and dispatch, promises, slots and load, time
    reports and forgotten clocks. One clock is used, the outlet's own.
    """
    _inherit = 'aftersales.workshop'

    # === THE CLOCK ===#

    def _get_tz(self):
        """The outlet's own time zone: a board on the wall shows the time of the place it hangs in."""
        self.ensure_one()
        workshop = self.sudo()  # the time is told to whoever may see the outlet
        return pytz.timezone(workshop.resource_calendar_id.tz or workshop.company_id.partner_id.tz or self.env.user.tz or 'UTC')

    def _get_local_day(self, moment):
        """The outlet's day at a naive UTC moment."""
        return pytz.utc.localize(moment).astimezone(self._get_tz()).date()

    def _get_day_bounds(self, date, days=1):
        """Start and end (naive UTC) of the outlet's days."""
        return Timetable(self._get_tz(), date, date).get_bounds(date, days)

    # === PEOPLE ===#

    def _get_technicians(self):
        """Members of the team whose time is planned on cars."""
        # sudo: people and their roles are read for the plan, by those who may read no personnel file
        return self.sudo().employee_ids.filtered(lambda employee: employee._works_on_cars()).with_env(self.env)

    # === THE TIMETABLE ===#

    def _get_timetable(self, first, last, employees=None, with_taken=False, **options):
        """The outlet's working time; see ``_get_timetables``."""
        self.ensure_one()
        return self._get_timetables(first, last, employees, with_taken, **options)[self]

    def _get_timetables(self, first, last, employees=None, with_taken=False, **options):
        """The working time of outlets on their days from ``first`` to ``last``.

        The number of queries grows with the different calendars only: not with outlets, people, days or plans.

        :param employees: whose shifts and skills are read: a recordset for all outlets, or a dict of outlet:
            recordset; the outlets' technicians by default
        :param with_taken: whether what is taken is read, too (``_get_taken``, which gets the ``options``)
        :return: dict of outlet: Timetable
        """
        outlets = self.sudo()  # shifts and skills of people are read for everybody who may plan or book
        if not isinstance(employees, dict):
            employees = {outlet: outlet._get_technicians() if employees is None else employees for outlet in outlets}
        teams = {outlet: employees.get(outlet, self.env['hr.employee']).sudo() for outlet in self}
        tables = {outlet: Timetable(outlet._get_tz(), first, last) for outlet in self}
        everybody = self.env['hr.employee'].sudo().union(*teams.values())
        calendars = self._get_calendar_periods_of(everybody, first, last)
        read = {}  # (calendar, time zone): (attendances, leaves by person)
        skills = everybody._get_skill_periods() if everybody else {}
        for outlet, table in tables.items():
            outlet.sudo()._fill_opening_hours(table, read)
            for employee in teams[outlet]:
                outlet._fill_shifts(table, read, employee, calendars)
                table.availability[employee.id] = employee.aftersales_availability / 100
                table.skills[employee.id] = skills[employee.id]
        self._fill_special_days(tables, first, last)
        if with_taken:
            taken = self._get_taken(*self._get_outer_bounds(first, last), everybody, **options)
            for table in tables.values():
                table.taken = taken
        return tables

    def _get_taken(self, start, stop, employees, **options):
        """What is planned of people, bays and other things between two moments; rooms that plan add theirs.

        :param employees: people who may be taken by other outlets as well
        :return: dict of (kind, id): list of (start, stop) in their order
        """
        return {}

    # === READING ===#

    def _get_outer_bounds(self, first, last):
        """From the first midnight to the last one of all these outlets, naive UTC."""
        bounds = [outlet._get_day_bounds(first, (last - first).days + 1) for outlet in self]
        return min(start for start, __ in bounds), max(stop for __, stop in bounds)

    def _get_calendar_periods_of(self, employees, first, last):
        """:return: dict of resource id: {calendar: Intervals of aware datetimes in which it is the person's}"""
        if not employees:
            return {}
        bounds = (moment.replace(tzinfo=pytz.utc) for moment in self._get_outer_bounds(first, last))
        return employees.resource_id._get_calendars_validity_within_period(*bounds)

    def _read_calendar(self, read, calendar, first, last, people):
        """Hours of a calendar on the outlet's clock, and the leaves of its people; read once a clock.

        :return: attendances, dict of resource id (False: of everybody): leaves
        """
        tz = self._get_tz()
        key = (calendar, tz)
        if key not in read:
            bounds = [
                tz.localize(datetime.combine(day, time.min)) for day in (first, last + timedelta(days=1))]
            attendances = calendar._attendance_intervals_batch(*bounds, tz=tz)[False]
            domain = [('time_type', '=', 'leave'), ('company_id', 'in', [False, *self.env.companies.ids, self.company_id.id])]
            leaves = calendar._leave_intervals_batch(*bounds, resources=people, domain=domain, tz=tz)
            read[key] = (_to_spans(attendances), {
                resource_id: _to_spans(intervals) for resource_id, intervals in leaves.items()})
        return read[key]
