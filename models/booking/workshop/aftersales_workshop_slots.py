from collections import defaultdict
from datetime import date, datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.aftersales.models.base.words import NEAR_DAY, say_clock, say_day, say_time
from odoo.addons.aftersales.models.outlet.timetable import Skills, make_spans

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
        hours = self._read_amount(hours, 0, MOST_HOURS + 1)
        days = int(self._read_amount(days, 1, SHOWN_DAYS))
        first = min(
            max(self._read_period(date_from)[0], self._get_local_day(fields.Datetime.now())), self._get_furthest_day())
        last = first + timedelta(days=days - 1)
        finder = self._get_slot_finder(last, hours, without=self.env['aftersales.appointment'].browse(appointment_id or ()))
        request = self._prepare_slot_request(
            hours, self.env['hr.skill'].browse(skill_id or ()), is_waiter,
            employees=self.env['hr.employee'].browse(technician_id or ()))
        found = {}
        # More hours than anybody may book have no place; a place for fewer would be refused.
        for slot in finder.find(request, first, last) if hours <= MOST_HOURS else ():
            found.setdefault(self._get_local_day(slot.start), []).append(self._get_slot_values(slot))
        return [{
            'day': say_day(self.env, self._get_day_bounds(day)[0], self._get_tz(), NEAR_DAY),
            'slots': [self._get_shown_slot(slot) for slot in found.get(day, [])],
        } for day in (first + timedelta(days=number) for number in range((last - first).days + 1))]

    def _get_shown_slot(self, slot):
        tz = self._get_tz()
        work = slot['work_start'] and self.env._(
            "Work from %(start)s to %(stop)s",
            start=say_time(self.env, slot['work_start'], tz, NEAR_DAY),
            stop=say_time(self.env, slot['work_stop'], tz, NEAR_DAY))
        return {
            'start': fields.Datetime.to_string(slot['start']),
            'time': say_clock(self.env, slot['start'], tz),
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
        finder.furthest = self._get_furthest_day()
        technicians, advisors = workshop._get_technicians(), workshop._get_advisors()
        table = workshop._get_timetable(
            first, end, technicians | workshop._get_employees_of(advisors), with_taken=True, without=without)
        finder.open = table.by_day(table.open) if table.has_hours else {}
        workshop._fill_people(finder, technicians, advisors, table)
        finder.bays = [
            (bay.id, set(bay.skill_ids.ids)) for bay in workshop.bay_ids if bay.is_bookable
        ] if workshop.bay_ids else None
        workshop._fill_taken(finder, table)
        workshop._fill_counter(finder, advisors, first, end, without)
        workshop._fill_carried_over(finder)
        return finder

    # === BUSINESS METHODS: DAYS ===#

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

    def _get_employees_of(self, users):
        return self.env['hr.employee'].search([
            ('user_id', 'in', users.ids), ('company_id', '=', self.company_id.id)])

    # === BUSINESS METHODS: FIGURES OF THE FINDER ===#

    def _fill_people(self, finder, technicians, advisors, table):
        # What is left of today begins now.
        now = finder.now
        shifts = {employee: self._get_shifts_at_doors(table, employee) for employee in table.work}
        for employee in technicians:
            finder.shifts[employee.id] = [
                (max(begin, now), end, day) for begin, end, day in shifts[employee.id] if end > now]
            capacity = defaultdict(float)
            for begin, end, day in finder.shifts[employee.id]:
                capacity[day] += (end - begin).total_seconds() * table.availability[employee.id]
            finder.capacity[employee.id] = capacity
            finder.remaining[employee.id] = capacity.copy()
        finder.skills = Skills({employee: table.skills[employee] for employee in technicians.ids})
        finder.advisors = {user.id: None for user in advisors}
        for employee in self._get_employees_of(advisors):
            finder.advisors[employee.user_id.id] = [(begin, end) for begin, end, __ in shifts[employee.id]]

    @api.model
    def _get_shifts_at_doors(self, table, employee):
        """Bookings are worked on while the doors are open: [(start, stop, day)]."""
        return [
            (begin, end, day) for day, spans in table.by_day(table.get_work(employee) & table.open).items()
            for begin, end in spans]

    def _fill_taken(self, finder, table):
        """What jobs and other appointments have taken of technicians and bays."""
        ahead = make_spans([(finder.now, datetime.max)])
        for (kind, key), spans in table.taken.items():
            if kind == 'bay':
                finder.occupied[key].fill(spans)
            elif kind == 'employee' and key in finder.shifts:
                finder.taken[key].fill(spans)
                for day, pieces in table.by_day(table.laid(key) & table.open & ahead).items():
                    finder.remaining[key][day] -= sum((end - begin).total_seconds() for begin, end in pieces)

    def _fill_counter(self, finder, advisors, first, last, without):
        """Who is received when, and how many wait for their car on each day."""
        self.env['aftersales.appointment'].flush_model()
        start, stop = self._get_outer_bounds(first, last)
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
        table = workshop._get_timetable(first, last, employee)
        pieces = [
            (begin, end) for begin, end, __ in table.get_work(employee.id) & table.open & make_spans([(start, stop)])
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
