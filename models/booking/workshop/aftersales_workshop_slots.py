from collections import defaultdict
from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL, format_date, format_datetime, format_time
from odoo.tools.intervals import Intervals

from ..slot_finder import Request, SlotFinder

# States of an appointment in which an advisor expects the customer.
# Work may run on for some days after the last day a slot is looked for.
RUN_ON_DAYS = 10
# The most days a screen asks for at once.
SHOWN_DAYS = 31
# How far ahead anybody books: the days between are computed one by one, and a year is soon mistyped.
FURTHEST_DAYS = 366
# The most hours of an appointment.
MOST_HOURS = 200


class AftersalesWorkshop(models.Model):
    """Free slots: what the outlet's people, bays and counter have left (C2, C3, C7)."""
    _inherit = 'aftersales.workshop'

    # === BUSINESS METHODS: SLOTS ===#

    def _find_slots(
        self, date_from, date_to, hours=1.0, skill=None, is_waiter=False, limit=None,
        employees=None, bays=None, users=None,
    ):
        """Free slots between two moments, in the order of time.

        The number of queries is the same for a day and for two months, and however much is booked.

        :param date_from: naive UTC datetime, or the outlet's day from which slots are looked for
        :param date_to: naive UTC datetime (excluded), or the outlet's last day
        :param hours: planned hours of work; 0 for a visit at the counter only
        :param skill: ``hr.skill`` the technician must hold on the day of the work
        :param employees, bays, users: choose among these technicians, bays, advisors only
        :return: list of dicts ``start``, ``stop`` (at the counter), ``work_start``, ``work_stop`` (naive UTC),
            ``employee``, ``bay``, ``user`` (records, maybe empty)
        """
        self.ensure_one()
        start, first = self._get_moment_and_day(date_from)
        stop, last = self._get_moment_and_day(date_to)
        first = max(first, self._get_local_day(fields.Datetime.now()))
        finder = self._get_slot_finder(last, hours)
        request = self._prepare_slot_request(hours, skill, is_waiter, employees, bays, users)
        slots = []
        for slot in finder.find(request, first, last, start, stop):
            slots.append(self._get_slot_values(slot))
            if limit and len(slots) >= limit:
                break
        return slots

    @api.readonly
    def get_free_days(
        self, date_from, hours=1.0, skill_id=False, is_waiter=False, technician_id=False, appointment_id=False, days=7,
    ):
        """Free slots by day for the screens that show them to be clicked.

        :return: list of dicts ``day`` (in words), ``slots`` (dicts ``start``: naive UTC, ``time``: as the outlet's
            clock shows it, ``title``: who and where)
        """
        self.ensure_one()
        self.check_access('read')
        first = min(
            max(fields.Date.to_date(date_from), self._get_local_day(fields.Datetime.now())), self._get_furthest_day())
        last = first + timedelta(days=min(days, SHOWN_DAYS) - 1)
        finder = self._get_slot_finder(last, hours, without=self.env['aftersales.appointment'].browse(appointment_id or ()))
        request = self._prepare_slot_request(
            hours, self.env['hr.skill'].browse(skill_id or ()), is_waiter,
            employees=self.env['hr.employee'].browse(technician_id or ()))
        found = {}
        for slot in finder.find(request, first, last):
            found.setdefault(self._get_local_day(slot.start), []).append(self._get_slot_values(slot))
        return [{
            'day': format_date(self.env, day, date_format='EEEE d MMMM'),
            'slots': [self._get_shown_slot(slot) for slot in found.get(day, [])],
        } for day in (first + timedelta(days=number) for number in range((last - first).days + 1))]

    def _get_shown_slot(self, slot):
        tz = self._get_tz().zone
        work = slot['work_start'] and self.env._(
            "Work from %(start)s to %(stop)s",
            start=format_datetime(self.env, slot['work_start'], tz=tz, dt_format='EEE HH:mm'),
            stop=format_datetime(self.env, slot['work_stop'], tz=tz, dt_format='EEE HH:mm'))
        return {
            'start': fields.Datetime.to_string(slot['start']),
            'time': format_time(self.env, slot['start'], tz=tz, time_format='HH:mm'),
            # sudo: names of colleagues and bays, as every plan shows them
            'title': ' · '.join(filter(None, (
                slot['user'].name, slot['employee'].sudo().name, slot['bay'].name, work))),
        }

    @api.model
    def _prepare_slot_request(self, hours, skill=None, is_waiter=False, employees=None, bays=None, users=None, **more):
        return Request(
            hours=hours, skill=skill.id if skill else None, is_waiter=is_waiter,
            employees=employees.ids if employees else None, bays=bays.ids if bays else None,
            users=users.ids if users else None, **more,
        )

    def _get_slot_values(self, slot):
        return {
            'start': slot.start,
            'stop': slot.stop,
            'work_start': slot.work_start,
            'work_stop': slot.work_stop,
            'employee': self.env['hr.employee'].browse(slot.employee or ()),
            'bay': self.env['aftersales.bay'].browse(slot.bay or ()),
            'user': self.env['res.users'].browse(slot.user or ()),
        }

    def _get_slot_finder(self, last, hours=0.0, without=None):
        """The outlet's time from today on, ready to be asked.

        :param last: last day a slot is looked for
        :param without: appointments whose own places count as free
        """
        self.ensure_one()
        workshop = self.sudo()  # shifts and skills of people are read for everybody who may book
        now = fields.Datetime.now()
        first = self._get_local_day(now)
        end = max(last, first) + timedelta(days=RUN_ON_DAYS + int(min(hours, MOST_HOURS) / 4))
        finder = SlotFinder(now, self.slot_minutes, self.counter_minutes, self.waiter_quota)
        finder.open = workshop._get_open_days(first, end)
        technicians, advisors = workshop._get_technicians(), workshop._get_advisors()
        shifts = workshop._get_shifts(technicians | workshop._get_employees_of(advisors), first, end, finder.open)
        workshop._fill_people(finder, technicians, advisors, shifts)
        finder.bays = [
            (bay.id, set(bay.skill_ids.ids)) for bay in workshop.bay_ids if bay.is_bookable
        ] if workshop.bay_ids else None
        workshop._fill_taken(finder, technicians, first, end, without)
        workshop._fill_counter(finder, advisors, first, end, without)
        workshop._fill_carried_over(finder)
        return finder

    # === BUSINESS METHODS: DAYS AND SHIFTS ===#

    def _get_local_day(self, moment):
        """The outlet's day at a naive UTC moment."""
        return pytz.utc.localize(moment).astimezone(self._get_tz()).date()

    def _get_furthest_day(self):
        """The last day that can be booked."""
        return self._get_local_day(fields.Datetime.now()) + timedelta(days=FURTHEST_DAYS)

    def _get_moment_and_day(self, value):
        """(naive UTC datetime, None for a whole day; the outlet's day)"""
        if isinstance(value, str):
            value = fields.Datetime.to_datetime(value) if len(value) > 10 else fields.Date.to_date(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return None, value
        return value, self._get_local_day(value)

    def _get_span(self, first, last):
        """The outlet's days as aware datetimes from midnight to midnight."""
        tz = self._get_tz()
        return (
            tz.localize(datetime.combine(first, time.min)),
            tz.localize(datetime.combine(last + timedelta(days=1), time.min)),
        )

    def _get_open_days(self, first, last):
        """Opening hours of each day as naive UTC intervals: the week's, or those of a special day."""
        self.ensure_one()
        tz, open_days = self._get_tz(), defaultdict(list)
        start, stop = self._get_span(first, last)
        if self.resource_calendar_id:
            leaves = [('time_type', '=', 'leave'), ('company_id', 'in', [False, self.company_id.id])]
            hours = self.resource_calendar_id._work_intervals_batch(start, stop, domain=leaves, tz=tz)[False]
            for begin, end, __ in Intervals(hours):
                open_days[begin.astimezone(tz).date()].append((self._to_naive(begin), self._to_naive(end)))
        for special in self._get_special_days(first, last):
            day = max(first, special.date_from)
            while day <= min(last, special.date_to):
                open_days[day] = special._get_intervals(day, tz)
                day += timedelta(days=1)
        return open_days

    def _get_special_days(self, first, last):
        return self.env['aftersales.special.day'].search([
            ('workshop_id', '=', self.id), ('date_from', '<=', last), ('date_to', '>=', first)])

    def _get_shifts(self, employees, first, last, open_days):
        """When people are at work while the doors are open, on the outlet's clock.

        :return: dict of employee id: [(start, stop, day)], naive UTC
        """
        tz = self._get_tz()
        start, stop = self._get_span(first, last)
        doors = Intervals([(*hours, self) for days in open_days.values() for hours in days])
        shifts = {}
        for calendar, members in employees.grouped('resource_calendar_id').items():
            if not calendar:
                shifts.update({employee.id: doors for employee in members})
                continue
            work = calendar._work_intervals_batch(start, stop, resources=members.resource_id, tz=tz)
            for employee in members:
                hours = [(self._to_naive(begin), self._to_naive(end), self) for begin, end, __ in work[employee.resource_id.id]]
                shifts[employee.id] = Intervals(hours) & doors
        self._add_duty(shifts, first, last, open_days)
        return {
            employee_id: sorted((begin, end, self._get_local_day(begin)) for begin, end, __ in hours)
            for employee_id, hours in shifts.items()
        }

    def _add_duty(self, shifts, first, last, open_days):
        """On special days with a duty list, those on it work while the doors are open, and nobody else does."""
        for special in self._get_special_days(first, last).filtered('employee_ids'):
            day = max(first, special.date_from)
            while day <= min(last, special.date_to):
                doors = Intervals([(*hours, self) for hours in open_days.get(day, ())])
                for employee_id in shifts:
                    on_duty = employee_id in special.employee_ids.ids
                    shifts[employee_id] = shifts[employee_id] | doors if on_duty else shifts[employee_id] - doors
                day += timedelta(days=1)

    @api.model
    def _to_naive(self, moment):
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    def _get_employees_of(self, users):
        return self.env['hr.employee'].search([
            ('user_id', 'in', users.ids), ('company_id', '=', self.company_id.id)])

    # === BUSINESS METHODS: FIGURES OF THE FINDER ===#

    def _fill_people(self, finder, technicians, advisors, shifts):
        # What is left of today begins now.
        now = finder.now
        for employee in technicians:
            finder.shifts[employee.id] = [
                (max(begin, now), end, day) for begin, end, day in shifts[employee.id] if end > now]
            capacity = defaultdict(float)
            for begin, end, day in finder.shifts[employee.id]:
                capacity[day] += (end - begin).total_seconds() * employee.aftersales_availability / 100
            finder.capacity[employee.id] = capacity
            finder.remaining[employee.id] = capacity.copy()
        finder.skills = technicians._get_skill_periods()
        finder.advisors = {user.id: None for user in advisors}
        for employee in self._get_employees_of(advisors):
            finder.advisors[employee.user_id.id] = [(begin, end) for begin, end, __ in shifts[employee.id]]

    def _fill_taken(self, finder, technicians, first, last, without):
        """What jobs and other appointments have taken of technicians and bays."""
        self.env['aftersales.allocation'].flush_model()
        start, stop = map(self._to_naive, self._get_span(first, last))
        for employee_id, bay_id, begin, end in self.env.execute_query(SQL(
            """
            SELECT employee_id, bay_id, start, stop
              FROM aftersales_allocation
             WHERE (employee_id = ANY(%(employees)s) OR bay_id = ANY(%(bays)s))
               AND stop > %(start)s AND start < %(stop)s
               AND (appointment_id IS NULL OR appointment_id != ALL(%(without)s))
          ORDER BY start
            """,
            employees=technicians.ids, bays=[bay for bay, __ in finder.bays or ()], start=start, stop=stop,
            without=without.ids if without else [],
        )):
            if bay_id:
                finder.occupied[bay_id].add(begin, end)
                continue
            finder.taken[employee_id].add(begin, end)
            for shift_start, shift_stop, day in finder.shifts[employee_id]:
                seconds = (min(end, shift_stop) - max(begin, shift_start)).total_seconds()
                if seconds > 0:
                    finder.remaining[employee_id][day] -= seconds

    def _fill_counter(self, finder, advisors, first, last, without):
        """Who is received when, and how many wait for their car on each day."""
        self.env['aftersales.appointment'].flush_model()
        start, stop = map(self._to_naive, self._get_span(first, last))
        expected = self.env['aftersales.appointment']._expected_states
        for user_id, workshop_id, begin, end, is_waiter, state, channel in self.env.execute_query(SQL(
            """
            SELECT user_id, workshop_id, start, stop, is_waiter, state, channel
              FROM aftersales_appointment
             WHERE (workshop_id = %(workshop)s OR user_id = ANY(%(users)s))
               AND start >= %(start)s AND start < %(stop)s
               AND state IN ('booked', 'confirmed', 'arrived')
               AND id != ALL(%(without)s)
          ORDER BY start
            """,
            workshop=self.id, users=advisors.ids, start=start, stop=stop, without=without.ids if without else [],
        )):
            day = self._get_local_day(begin)
            if user_id and state in expected and channel != 'walk_in':
                finder.counter[user_id].add(begin, end)
                finder.received[user_id, day] += 1
            if is_waiter and workshop_id == self.id:
                finder.waiters[day] += 1

    def _fill_carried_over(self, finder):
        """Unfinished work in the house without a plan comes first: it takes the first hours that are left."""
        backlog = self._get_backlog(finder)
        for employee_id, seconds in backlog.items():
            remaining = finder.remaining[employee_id]
            for day in sorted(remaining):
                used = min(max(remaining[day], 0.0), seconds)
                remaining[day] -= used
                seconds -= used

    def _get_backlog(self, finder):
        """Seconds of such work by employee: the technician's of the job, else the least burdened who can do it."""
        backlog = dict.fromkeys(finder.shifts, 0.0)
        today = self._get_local_day(finder.now)
        for job in self._get_carried_over_jobs():
            able = [job.technician_id.id] if job.technician_id else [
                employee for employee in backlog
                if not job.skill_id or finder._has_skill(employee, job.skill_id.id, today)
            ]
            able = [employee for employee in able if employee in backlog]
            if able:
                employee = min(able, key=lambda employee: (backlog[employee], employee))
                backlog[employee] += job._get_hours_left() * 3600
        return {employee: seconds for employee, seconds in backlog.items() if seconds}

    def _get_carried_over_jobs(self):
        return self.env['aftersales.job'].search([
            ('workshop_id', 'in', self.ids),
            ('is_open', '=', True),
            ('order_id.is_open', '=', True),
            ('planned_start', '=', False),
            ('approval', '!=', 'declined'),
        ], order='order_id.id, sequence, id')

    def _split_work(self, employee, start, stop, weights):
        """Lay pieces of work one after the other into an employee's shifts between two moments.

        :param weights: hours of the pieces, which are stretched to the time there is
        :return: list of (start, stop), naive UTC
        """
        self.ensure_one()
        first, last = self._get_local_day(start), self._get_local_day(stop)
        workshop = self.sudo()
        shifts = workshop._get_shifts(employee.sudo(), first, last, workshop._get_open_days(first, last))
        pieces = [
            (max(begin, start), min(end, stop)) for begin, end, __ in shifts.get(employee.id, ())
            if begin < stop and end > start
        ] or [(start, stop)]
        total = sum((end - begin).total_seconds() for begin, end in pieces)
        bounds, done = [], 0.0
        for weight in weights:
            done += weight
            bounds.append(self._get_moment_after(pieces, round(total * done / sum(weights))))
        bounds[-1] = stop
        return list(zip([start, *bounds[:-1]], bounds, strict=True))

    @api.model
    def _get_moment_after(self, pieces, seconds):
        for begin, end in pieces:
            length = (end - begin).total_seconds()
            if seconds <= length:
                return begin + timedelta(seconds=seconds)
            seconds -= length
        return pieces[-1][1]
