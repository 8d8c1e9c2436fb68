from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date
from odoo.tools.intervals import Intervals

from odoo.addons.aftersales.models.base.base import FIRST_YEAR, LAST_YEAR
from odoo.addons.aftersales.models.base.inputs import read_float

from ..timetable import Skills, Timetable, make_spans

# Days of which a timetable is read at once; screens and reports of people show less.
MOST_DAYS = 800


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

    @api.model
    def _get_first_zone_query(self, company):
        """In SQL, the clock of what belongs to no single outlet of ``company``: see ``_get_clock_zone`` of companies.

        :param SQL company: its id; NULL where it has no outlet with a timetable
        """
        return SQL("""(
            SELECT first_hours.tz
              FROM aftersales_workshop first
         LEFT JOIN resource_calendar first_hours ON first_hours.id = first.resource_calendar_id
             WHERE first.company_id = %s
          ORDER BY first.sequence, first.name, first.id LIMIT 1)""", company)

    def _get_local_day(self, moment):
        """The outlet's day at a naive UTC moment."""
        return pytz.utc.localize(moment).astimezone(self._get_tz()).date()

    @api.model
    def _read_period(self, first, last=None, most=MOST_DAYS):
        """First and last day of what somebody wants to see or have reckoned, before any of it is done.

        :param last: the first one by default
        :raises UserError: for what is no day, and for more days than anybody can look through
        """
        try:
            first, last = fields.Date.to_date(first), fields.Date.to_date(last or first)
        except (TypeError, ValueError, AttributeError):
            first = None
        if not first or not last or not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (first, last)):
            raise UserError(self.env._(
                "Enter the days as dates between the years %(first)s and %(last)s.",
                first=str(FIRST_YEAR), last=str(LAST_YEAR)))
        if (last - first).days >= most:
            raise UserError(self.env._(
                "From %(first)s to %(last)s are %(days)s days: at most %(most)s are shown at once. Choose a shorter period.",
                first=format_date(self.env, first), last=format_date(self.env, last), days=(last - first).days + 1, most=most))
        return first, last

    @api.model
    def _read_amount(self, value, low, high):
        """Days or hours somebody asks for, kept between what makes sense.

        :raises UserError: for what is no number
        """
        try:
            return min(max(read_float(value), low), high)
        except ValueError:
            raise UserError(self.env._("Enter days and hours as numbers."))

    def _get_day_bounds(self, date, days=1):
        """Start and end (naive UTC) of the outlet's days."""
        return Timetable(self._get_tz(), date, date).get_bounds(date, days)

    # === PEOPLE ===#

    def _get_technicians(self):
        """Members of the team whose time is planned on cars."""
        # sudo: people and their roles are read for the plan, by those who may read no personnel file
        return self.sudo().employee_ids._filter_technicians().with_env(self.env)

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
        if not self:
            return {}
        first, last = self._read_period(first, last)
        if not isinstance(employees, dict):
            employees = {
                outlet: outlet._get_technicians() if employees is None else employees for outlet in self}
        # sudo: shifts and skills of people are read for everybody who may plan or book
        outlets = self.sudo()
        nobody = outlets.env['hr.employee']
        teams = {outlet: employees.get(outlet, nobody).sudo() for outlet in outlets}
        everybody = nobody.union(*teams.values())
        calendars = outlets._read_calendars(teams, first, last)
        skills = everybody._get_skill_periods()
        special_days = outlets._get_special_days(first, last).grouped('workshop_id')
        taken = self._get_taken(first, last, everybody, **options) if with_taken else {}
        tables = {}
        for outlet in outlets:
            table = Timetable(outlet._get_tz(), first, last)
            outlet._fill_shifts(table, teams[outlet], calendars)
            table.set_special_days([special._get_spans(table) for special in special_days.get(outlet, ())])
            table.availability = {employee.id: employee.aftersales_availability / 100 for employee in teams[outlet]}
            table.skills = Skills({employee.id: skills[employee.id] for employee in teams[outlet]})
            table.taken = taken
            tables[outlet] = table
        return tables

    def _get_special_days(self, first, last):
        return self.env['aftersales.special.day'].search([
            ('workshop_id', 'in', self.ids), ('date_from', '<=', last), ('date_to', '>=', first)])

    def _get_taken(self, first, last, employees, **options):
        """What is planned of people, bays and other things on some days; rooms that plan add theirs.

        :param employees: people who may be taken by other outlets as well
        :return: dict of (kind, id): list of (start, stop), naive UTC, in their order
        """
        return {}

    # === READING ===#

    def _get_outer_bounds(self, first, last):
        """From the first midnight to the last one of all these outlets, naive UTC."""
        bounds = [outlet._get_day_bounds(first, (last - first).days + 1) for outlet in self]
        return min(start for start, __ in bounds), max(stop for __, stop in bounds)

    def _read_calendars(self, teams, first, last):
        """All calendars of outlets and people, each read once on the clock of the outlets that use it.

        :return: dict of person (resource id): {calendar: stretches of time in which it is his},
            dict of (calendar, time zone, company): (hours, {resource id, False for everybody: leaves})
        """
        people = self.env['resource.resource'].union(*(team.resource_id for team in teams.values()))
        whole = tuple(moment.replace(tzinfo=pytz.utc) for moment in self._get_outer_bounds(first, last))
        fixed = people.filtered(lambda person: not person._is_fully_flexible())
        periods = fixed._get_calendars_validity_within_period(*whole) if fixed else {}
        Calendar = self.env['resource.calendar']
        of_person = {person.id: {
            calendar or Calendar: _to_spans(spans) for calendar, spans in periods.get(
                person.id, {Calendar: [(*whole, None)]}).items()} for person in people}
        users = defaultdict(people.browse)
        for outlet in self:
            users[outlet._get_calendar_key(outlet.resource_calendar_id)] |= people.browse()
            for person in teams[outlet].resource_id:
                for calendar in of_person[person.id]:
                    users[outlet._get_calendar_key(calendar)] |= person
        return of_person, {key: self._read_calendar(key, first, last, resources) for key, resources in users.items()}

    def _get_calendar_key(self, calendar):
        return calendar, self._get_tz(), self.company_id

    @api.model
    def _read_calendar(self, key, first, last, people):
        """:return: hours (None: whenever the doors are open), dict of resource id: leaves"""
        calendar, tz, company = key
        bounds = [tz.localize(datetime.combine(day, time.min)) for day in (first, last + timedelta(days=1))]
        domain = [('time_type', '=', 'leave'), ('company_id', 'in', [False, company.id])]
        if not calendar:
            domain += [('resource_id', '!=', False)]
        hours = _to_spans(calendar._attendance_intervals_batch(*bounds, tz=tz)[False]) if calendar else None
        leaves = calendar._leave_intervals_batch(*bounds, resources=people, domain=domain, tz=tz)
        return hours, {person: _to_spans(spans) for person, spans in leaves.items()}

    def _fill_shifts(self, table, team, calendars):
        of_person, read = calendars
        hours, leaves = read[self._get_calendar_key(self.resource_calendar_id)]
        table.has_hours = hours is not None
        table.open = (table.whole(table.first, table.last) if hours is None else hours) - leaves[False]
        for employee in team:
            person = employee.resource_id.id
            shifts = work = Intervals()
            for calendar, spans in of_person[person].items():
                hours, leaves = read[self._get_calendar_key(calendar)]
                part = (table.open if hours is None else hours) & spans
                shifts, work = shifts | part, work | (part - leaves[person])
            table.shifts[employee.id], table.work[employee.id] = shifts, work


def _to_spans(intervals):
    """Stretches of naive UTC, whatever time zone they came in."""
    return make_spans(
        (start.astimezone(pytz.utc).replace(tzinfo=None), stop.astimezone(pytz.utc).replace(tzinfo=None))
        for start, stop, *__ in intervals)
