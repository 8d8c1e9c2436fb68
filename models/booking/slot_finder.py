from bisect import bisect_left, bisect_right
from collections import defaultdict, namedtuple
from datetime import datetime, timedelta

# How long a customer who waits sits there before work begins.
WAITER_PATIENCE = timedelta(minutes=30)

# What is wanted. ``users``, ``employees`` and ``bays`` limit the choice (None: whoever is there); ``liked`` names a
# user, an employee and a bay to be chosen first; ``work_start`` fixes the beginning of the work; ``at_counter`` is
# False for somebody who walks in.
Request = namedtuple(
    'Request', 'hours skill is_waiter users employees bays liked work_start at_counter',
    defaults=(None, False, None, None, None, (None, None, None), None, True),
)
# What is offered: times are naive UTC, people and bays are ids or None; ``days`` are seconds of work by day.
Slot = namedtuple('Slot', 'start stop user employee bay work_start work_stop days')


class TakenTime:
    """Stretches of time somebody or something is taken for. They never overlap."""

    def __init__(self):
        self.starts, self.stops = [], []

    def add(self, start, stop):
        index = bisect_right(self.starts, start)
        self.starts.insert(index, start)
        self.stops.insert(index, stop)

    def fill(self, spans):
        """Take stretches that come in their order."""
        self.starts, self.stops = [start for start, __ in spans], [stop for __, stop in spans]

    def is_free(self, start, stop):
        index = bisect_left(self.starts, stop)
        return not index or self.stops[index - 1] <= start

    def get_next(self, moment):
        """When it is taken again after ``moment``."""
        index = bisect_left(self.starts, moment)
        return self.starts[index] if index < len(self.starts) else datetime.max


class SlotFinder:
    """Arithmetic of free time over an outlet's days, on figures that were read beforehand.

    It asks the database nothing: ``aftersales.workshop._get_slot_finder`` fills it with a constant number of
    queries, and it then answers for one booking or for fifty.
    """

    def __init__(self, now, slot_minutes, counter_minutes, waiter_quota):
        self.now = now
        self.step = timedelta(minutes=slot_minutes)
        self.at_counter = timedelta(minutes=counter_minutes)
        self.waiter_quota = waiter_quota
        self.furthest = None  # the last day that can be booked; None for any
        self.open = {}  # day: [(start, stop)] the doors are open
        self.shifts = {}  # employee: [(start, stop, day)] at work while the doors are open
        self.capacity = {}  # employee: {day: seconds that may be planned}
        self.remaining = {}  # employee: {day: seconds of them still free}
        self.skills = {}  # timetable's Skills of the technicians
        self.bays = []  # (bay, skills it is kept for), in the order they are filled; None where there are none
        self.advisors = {}  # user: [(start, stop)] at work, or None when there is no timetable of theirs
        self.taken = defaultdict(TakenTime)  # employees at planned work
        self.occupied = defaultdict(TakenTime)  # bays
        self.counter = defaultdict(TakenTime)  # users receiving customers
        self.received = defaultdict(int)  # (user, day): customers
        self.waiters = defaultdict(int)  # day: customers who wait

    # === OFFERS ===#

    def find(self, request, first, last, start=None, stop=None):
        """Yield the free slots of the days from ``first`` to ``last`` in the order of time; none that would be refused."""
        day, last = first, min(last, self.furthest or last)
        while day <= last:
            for slot in self._find_of_day(request, day):
                if (not start or slot.start >= start) and (not stop or slot.start < stop):
                    yield slot
            day += timedelta(days=1)

    def _find_of_day(self, request, day):
        if not self.open.get(day) or self._is_waiter_refused(request, day):
            return
        placements = {}
        starts = self._get_coming_starts(day)
        candidates = self._get_work_starts(day, starts) if request.hours > 0 else []
        for start in starts:
            user = self._choose_user(request, start, day)
            if user is False:
                continue
            slot = self._place_from(request, start, day, user, candidates, placements)
            if slot:
                yield slot

    def _get_counter_starts(self, day):
        starts = []
        for start, stop in self.open[day]:
            while start + self.at_counter <= stop:
                starts.append(start)
                start += self.step
        return starts

    def _get_coming_starts(self, day):
        return [start for start in self._get_counter_starts(day) if start >= self.now]

    def _get_work_starts(self, day, starts):
        """Moments of a day at which work could begin: after the counter, when a shift begins or something ends."""
        moments = {start + self.at_counter for start in starts}
        for begin, end in self.open[day]:
            moments.add(begin)
            moments.update(
                stop for timetable in (*self.taken.values(), *self.occupied.values())
                for stop in timetable.stops[bisect_left(timetable.stops, begin):bisect_left(timetable.stops, end)]
            )
        for shifts in self.shifts.values():
            moments.update(begin for begin, __, shift_day in shifts if shift_day == day)
        return sorted(moments)

    def _place_from(self, request, start, day, user, candidates, placements):
        """The slot at ``start`` with the first work that can follow it, or None."""
        stop = start + self.at_counter
        if request.hours <= 0:
            return Slot(start, stop, user, None, None, None, None, {})
        for moment in candidates[bisect_left(candidates, stop):]:
            if request.is_waiter and moment > stop + WAITER_PATIENCE:
                return None
            if moment not in placements:
                placements[moment] = self._place_work(request, moment, day)
            if placements[moment]:
                return Slot(start, stop, user, *placements[moment])
        return None

    # === ONE BOOKING ===#

    def place(self, request, start, day):
        """The slot that begins exactly at ``start``.

        :return: (slot, None), or (None, reason): past, closed, waiters, counter, technician or bay
        """
        stop = start + self.at_counter
        if request.at_counter and start < self.now - self.step:
            return None, 'past'
        if not any(begin <= start and stop <= end for begin, end in self.open.get(day, ())):
            return None, 'closed'
        if self._is_waiter_refused(request, day):
            return None, 'waiters'
        user = self._choose_user(request, start, day) if request.at_counter else None
        if user is False:
            return None, 'counter'
        if request.work_start:
            candidates = [request.work_start]
        else:
            # The same moments as where slots are offered: what is offered is not refused.
            candidates = sorted({stop, *self._get_work_starts(day, self._get_coming_starts(day))})
        placements = {}
        slot = self._place_from(request, start, day, user, candidates, placements)
        if slot:
            return slot, None
        without_bay = request._replace(bays=())
        has_people = any(self._place_work(without_bay, moment, day) for moment in placements)
        return None, 'bay' if has_people else 'technician'

    def take(self, slot, day, is_waiter=False):
        """Take what a slot offers, so that the next question knows."""
        if slot.user:
            self.counter[slot.user].add(slot.start, slot.stop)
            self.received[slot.user, day] += 1
        self.waiters[day] += is_waiter
        if slot.employee:
            self.taken[slot.employee].add(slot.work_start, slot.work_stop)
        if slot.bay:
            self.occupied[slot.bay].add(slot.work_start, slot.work_stop)
        for work_day, seconds in slot.days.items():
            self.remaining[slot.employee][work_day] -= seconds

    # === CHOICE ===#

    def _is_waiter_refused(self, request, day):
        return bool(request.is_waiter and self.waiter_quota and self.waiters[day] >= self.waiter_quota)

    def _choose_user(self, request, start, day):
        """Who receives the customer: None when the outlet names nobody, False when nobody is free."""
        stop = start + self.at_counter
        if not self.advisors and request.users is None:
            return None
        users = self.advisors if request.users is None else request.users
        free = [
            user for user in users
            if self.counter[user].is_free(start, stop) and self._is_at_counter(user, start, stop)
        ]
        return min(free, key=lambda user: (user != request.liked[0], self.received[user, day]), default=False)

    def _is_at_counter(self, user, start, stop):
        times = self.advisors.get(user)
        return times is None or any(begin <= start and stop <= end for begin, end in times)

    def _place_work(self, request, moment, day):
        """(employee, bay, start, stop, seconds by day) of work that begins at ``moment``, or None."""
        for employee in self._get_employees(request, day):
            laid = self._lay(employee, moment, request.hours * 3600)
            if not laid:
                continue
            stop, days = laid
            if request.is_waiter and len(days) > 1:
                continue
            if request.skill and not self._has_skill(employee, request.skill, max(days)):
                continue
            bay = self._choose_bay(request, moment, stop)
            if bay is not False:
                return employee, bay, moment, stop, days
        return None

    def _get_employees(self, request, day):
        """Those who can, the specialists last: they are spared for work that needs them."""
        employees = self.shifts if request.employees is None else request.employees
        able = [
            employee for employee in employees
            if employee in self.shifts and (not request.skill or self._has_skill(employee, request.skill, day))
        ]
        return sorted(able, key=lambda employee: (
            employee != request.liked[1],
            len(self.skills.get(employee, ())),
            -self.remaining[employee].get(day, 0.0),
            employee,
        ))

    def _has_skill(self, employee, skill, day):
        return self.skills.holds(employee, skill, day)

    def _choose_bay(self, request, start, stop):
        """A free bay, one kept for such work first; None without bays, False when all are taken."""
        if self.bays is None or request.bays == ():
            return None
        bays, kept = request.bays, ()
        if bays is None:
            bays = [bay for bay, skills in self.bays if not skills or request.skill in skills]
            kept = {bay for bay, skills in self.bays if request.skill in skills}
        free = [bay for bay in bays if self.occupied[bay].is_free(start, stop)]
        return min(free, key=lambda bay: (bay != request.liked[2], bay not in kept, bays.index(bay)), default=False)

    # === WORK ===#

    def _lay(self, employee, start, seconds):
        """Lay work into an employee's shifts from ``start``; it rests at lunch and after closing.

        Work shorter than a day's capacity is not split because the day is full: it takes another day.

        :return: (stop, {day: seconds}) or None
        """
        shifts, timetable = self.shifts[employee], self.taken[employee]
        index = bisect_right(shifts, start, key=lambda shift: shift[0]) - 1
        if index < 0 or start >= shifts[index][1] or not timetable.is_free(start, start + timedelta(seconds=1)):
            return None
        limit, left, days = timetable.get_next(start), seconds, defaultdict(float)
        for begin, end, day in shifts[index:]:
            begin = max(begin, start)
            if begin >= limit:
                return None
            piece = min(left, (end - begin).total_seconds())
            budget = self.remaining[employee][day] - days[day]
            if piece > budget + 1:
                if seconds <= self.capacity[employee][day] + 1 or budget <= 0 and not days[day]:
                    return None
                piece = max(budget, 0.0)
            days[day] += piece
            left -= piece
            if left <= 1:
                stop = begin + timedelta(seconds=round(piece))
                return (stop, dict(days)) if stop <= limit else None
        return None
