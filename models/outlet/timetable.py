from bisect import bisect_right
from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytz

from odoo.tools.intervals import Intervals

# Work is laid into the shifts of this many days at most.
HORIZON = timedelta(days=21)
_NOTHING = frozenset()


def make_spans(pairs):
    """Disjoint stretches of time in their order, of (start, stop) pairs in naive UTC."""
    return Intervals((start, stop, _NOTHING) for start, stop in pairs)


class Skills(dict):
    """Skills of people with the days they are held: {employee: {skill: [(first day, last day)]}}, False: no limit."""

    def holds(self, employee, skill, first, last=None):
        """Whether a person holds a skill, with a certificate still valid, on all days from the first to the last."""
        if not skill:
            return True
        periods = self.get(employee, {}).get(skill, ())
        return all(
            any((not begin or begin <= day) and (not end or day <= end) for begin, end in periods)
            for day in (first + timedelta(days=number) for number in range(((last or first) - first).days + 1))
        )

    def get_starts(self, employee, skill):
        """The days on which a person begins to hold a skill."""
        return [begin for begin, __ in self.get(employee, {}).get(skill, ()) if begin]


class Timetable:
    """An outlet's working time on some days, and what is taken of it (C3, C7, E5, E6).

    ``aftersales.workshop._get_timetable`` reads it with a constant number of queries; it then asks the database
    nothing. All moments are naive UTC, all days those of the outlet's clock, all stretches of time ``Intervals``.
    """

    def __init__(self, tz, first, last):
        self.tz = tz
        self.first, self.last = first, last
        self._days = [first + timedelta(days=number) for number in range((last - first).days + 2)]
        self._midnights = [self._get_midnight(day) for day in self._days]
        self.has_hours = False  # whether opening hours are known; without them the doors count as open all day
        self.open = Intervals()  # the doors
        self.shifts = {}  # employee: by calendar and duty list, whoever is on leave
        self.work = {}  # employee: shifts less leaves
        self.availability = {}  # employee: part of the shift (0 to 1) that may be planned on cars
        self.skills = Skills()
        self.taken = {}  # ('employee', 'bay' or another kind, id): [(start, stop)] in their order

    # === DAYS ===#

    def local_day(self, moment):
        """The outlet's day at a moment."""
        index = bisect_right(self._midnights, moment)
        if 0 < index < len(self._midnights):
            return self._days[index - 1]
        return pytz.utc.localize(moment).astimezone(self.tz).date()

    def get_bounds(self, day, days=1):
        """Start and end of the outlet's days, from midnight to midnight."""
        return tuple(self._get_midnight(date) for date in (day, day + timedelta(days=days)))

    def _get_midnight(self, day):
        return self.tz.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)

    def whole(self, first, last):
        """The outlet's days as one stretch of time."""
        return make_spans([self.get_bounds(first, (last - first).days + 1)])

    def by_day(self, intervals):
        """:return: dict of day: [(start, stop)]; what goes on over midnight is cut there"""
        days = defaultdict(list)
        for start, stop, __ in intervals:
            while start < stop:
                day = self.local_day(start)
                index = bisect_right(self._midnights, start)
                midnight = self._midnights[index] if 0 < index < len(self._midnights) else self.get_bounds(day)[1]
                days[day].append((start, min(midnight, stop)))
                start = midnight
        return days

    # === HOURS ===#

    def get_work(self, employee=None):
        """When a person works, or the doors are open when no person is asked for."""
        return self.work.get(employee, Intervals()) if employee else self.open

    def hours(self, intervals, start=None, stop=None):
        """Hours of these stretches, between two moments."""
        if start and stop:
            intervals = intervals & make_spans([(start, stop)])
        return sum((end - begin).total_seconds() for begin, end, __ in intervals) / 3600

    def free(self, kind, key):
        """What is left of a person's work, or of the opening hours for what is no person."""
        work = self.get_work(key if kind == 'employee' else None)
        return work - make_spans(self.taken.get((kind, key), ()))

    def laid(self, employee):
        """The part of a person's work that is planned."""
        return self.get_work(employee) & make_spans(self.taken.get(('employee', employee), ()))

    def lay(self, intervals, start, hours):
        """When ``hours`` of work begun at ``start`` or later are done within these stretches; it rests between them.

        :return: (start, stop), or None when there is not enough time
        """
        left, begin = timedelta(hours=hours), None
        for span_start, span_stop, __ in intervals:
            if span_stop <= start:
                continue
            span_start = max(span_start, start)
            begin = begin or span_start
            if span_stop - span_start >= left:
                return begin, span_start + left
            left -= span_stop - span_start
        return None

    def leave_breaks(self, intervals, start, stop):
        """A start in a break of the day moves to its end, a stop to its beginning."""
        for (__, pause, __), (resume, __, __) in pairwise(intervals):
            if self.local_day(pause) == self.local_day(resume):
                start = resume if pause <= start < resume else start
                stop = pause if stop and pause < stop <= resume else stop
        return start, stop

    # === READING ===#

    def set_special_days(self, specials):
        """Other opening hours on some days.

        :param specials: list of (the days and their opening hours as stretches of time; ids of who works then,
            whatever their calendar says, or None: those whose calendar has a shift)
        """
        if not specials:
            return
        days = _join(days for days, __, __ in specials)
        loose = _join(doors for __, doors, on_duty in specials if on_duty is None)
        self.open = (self.open - days) | _join(doors for __, doors, __ in specials)
        for people in (self.shifts, self.work):
            for employee, intervals in people.items():
                duty = _join(doors for __, doors, on_duty in specials if on_duty and employee in on_duty)
                people[employee] = (intervals - days) | (intervals & loose) | duty


def _join(parts):
    return Intervals(span for part in parts for span in part)
