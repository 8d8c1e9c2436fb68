from datetime import datetime, time, timedelta
from itertools import pairwise

import pytz

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.intervals import Intervals

# Work is laid into the shifts of this many days at most.
HORIZON = timedelta(days=21)


class AftersalesWorkshop(models.Model):
    """When the outlet is open and its people are at work, and how long a job takes in that time (C3, E5).

    Intervals are in aware UTC datetimes inside; what leaves these methods as a moment is naive UTC.
    """
    _inherit = 'aftersales.workshop'

    def _get_tz(self):
        """The outlet's own time zone: a board on the wall shows the time of the place it hangs in."""
        self.ensure_one()
        workshop = self.sudo()  # the time is told to whoever may see the outlet
        return pytz.timezone(workshop.resource_calendar_id.tz or workshop.company_id.partner_id.tz or self.env.user.tz or 'UTC')

    def _get_day_bounds(self, date, days=1):
        """Start and end (naive UTC) of local days."""
        self.ensure_one()
        tz = self._get_tz()
        return tuple(
            tz.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (date, date + timedelta(days=days))
        )

    def _get_technicians(self):
        """Members of the team whose time is planned on cars."""
        self.ensure_one()
        # sudo: people and their roles are read for the plan, by those who may read no personnel file
        return self.sudo().employee_ids.filtered(lambda employee: employee._works_on_cars()).with_env(self.env)

    def _get_work_intervals(self, employees, start, stop, compute_leaves=True):
        """When people work, by their own shifts on the outlet's clock, less their leaves; in constant queries.

        :return: dict of employee id: Intervals; the key False has the outlet's opening hours
        """
        self.ensure_one()
        workshop = self.sudo()
        bounds = [moment.replace(tzinfo=pytz.utc) for moment in (start, stop)]
        calendar = workshop.resource_calendar_id
        opening = self._normalise(
            calendar._work_intervals_batch(*bounds, compute_leaves=compute_leaves)[False]
            if calendar else Intervals([(*bounds, calendar)]))
        resources = employees.sudo().resource_id.with_context(employee_timezone=self._get_tz())
        by_resource = resources._get_valid_work_intervals(*bounds, compute_leaves=compute_leaves)[0] if resources else {}
        result = {False: opening}
        for employee in employees.sudo():
            resource = employee.resource_id
            shifts = self._normalise(by_resource[resource.id])
            result[employee.id] = shifts & opening if resource._is_fully_flexible() else shifts
        return result

    def _normalise(self, intervals):
        """Intervals of plain UTC moments, whatever calendar and time zone they came from."""
        empty = self.browse()
        return Intervals(
            (start.astimezone(pytz.utc), stop.astimezone(pytz.utc), empty) for start, stop, __ in intervals)

    def _lay_work(self, intervals, start, hours):
        """When ``hours`` of work begun at ``start`` or later are done, within working time.

        :param start: naive UTC
        :return: (start, stop) in naive UTC, or None when there is not enough time
        """
        left, begin = timedelta(hours=hours), None
        moment = start.replace(tzinfo=pytz.utc)
        for shift_start, shift_stop, __ in intervals:
            if shift_stop <= moment:
                continue
            shift_start = max(shift_start, moment)
            begin = begin or shift_start
            if shift_stop - shift_start >= left:
                return begin.replace(tzinfo=None), (shift_start + left).replace(tzinfo=None)
            left -= shift_stop - shift_start
        return None

    def _count_hours(self, intervals, start, stop):
        """Working hours between two moments (naive UTC)."""
        span = Intervals([(start.replace(tzinfo=pytz.utc), stop.replace(tzinfo=pytz.utc), self.browse())])
        return sum((end - begin).total_seconds() for begin, end, __ in intervals & span) / 3600

    def _leave_breaks(self, intervals, start, stop):
        """A start in a break of the day moves to its end, a stop to its beginning (naive UTC)."""
        tz = self._get_tz()
        for (__, pause, __), (resume, __, __) in pairwise(intervals):
            if pause.astimezone(tz).date() == resume.astimezone(tz).date():
                pause, resume = pause.replace(tzinfo=None), resume.replace(tzinfo=None)
                start = resume if pause <= start < resume else start
                stop = pause if stop and pause < stop <= resume else stop
        return start, stop

    def _check_working_time(self, intervals, start, stop, name):
        """Planned work begins and ends while people are there; what lies between may be lunch or a night.

        :raises UserError: naming who doesn't work then, and the hours of that day
        """
        first, last = start.replace(tzinfo=pytz.utc), stop.replace(tzinfo=pytz.utc)
        begins = any(begin <= first < end for begin, end, __ in intervals)
        ends = any(begin < last <= end for begin, end, __ in intervals)
        if begins and ends:
            return
        tz = self._get_tz()
        wrong = (first if not begins else last).astimezone(tz)
        shifts = [
            f"{begin.astimezone(tz):%H:%M}–{end.astimezone(tz):%H:%M}"
            for begin, end, __ in intervals if begin.astimezone(tz).date() == wrong.date()
        ]
        if not shifts:
            raise UserError(self.env._(
                "%(name)s doesn't work on %(day)s. Choose another day or technician; overtime is planned on the job's form.",
                name=name, day=f"{wrong:%Y-%m-%d}"))
        raise UserError(self.env._(
            "%(name)s doesn't work at %(time)s on %(day)s, but %(shifts)s. Choose another time or technician; "
            "overtime is planned on the job's form.",
            name=name, time=f"{wrong:%H:%M}", day=f"{wrong:%Y-%m-%d}", shifts=", ".join(shifts)))

    @api.model
    def _open_service_hours(self):
        """Outlets that have the office hours of their company so far open as a workshop does (C3)."""
        for workshop in self.search([]):  # pylint: disable=no-search-all  # outlets are few
            if workshop.resource_calendar_id == workshop.company_id.resource_calendar_id:
                workshop.resource_calendar_id = self.env.ref('aftersales.calendar_service_hours')
