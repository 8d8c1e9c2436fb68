"""Reckons what the law gives the buyer of a car, from plain facts.

Nothing here knows Odoo: ``fleet.vehicle`` reads the facts, a statute's rules are data, and the answer is the same
whatever order the facts come in. Moments are naive UTC, days are those of the clock of the outlet that repaired,
distances are km.

What holds for every rule:

- a fault counts by the day the repair was agreed, and by the distance the car had run then;
- more repairs never leave the buyer with less: stays that overlap count as one where that is more, and as several
  where that is more;
- a period of days, months or years begins on the day after the sale, and its last day belongs to it.
"""
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from .repair_days import DAY, count_started_days, get_days_touched, get_local_day, get_midnight, subtract, sum_days

KM_PER_MILE = 1.609344
KM_PER_UNIT = {'kilometers': 1.0, 'miles': KM_PER_MILE}
# Figures in miles become km with rounding; less than this is not beyond a limit.
TOLERANCE_KM = 0.01


class Replaced(NamedTuple):
    """What was fitted anew: an assembly as a whole, or a main part of it."""

    assembly: str
    part: str = ''  # empty: the assembly itself


class Span(NamedTuple):
    start: datetime
    stop: datetime
    kind: str = ''  # of an exempt wait: which one


@dataclass(frozen=True)
class Fault:
    """A fault of quality that a visit was about."""

    problem: str  # the same fault has the same name at every visit
    is_severe: bool = False  # endangers people or property, so that the car cannot be used safely
    kind: str = ''  # one of those that a statute names, such as a failure of the brakes
    assembly: str = ''  # where it is: in one of the assemblies that statutes name, or in a main part of one
    part: str = ''
    replaced: tuple[Replaced, ...] = ()
    is_repaired: bool = True  # False: complained of, not repaired yet
    is_unsolved: bool = False  # the repair did not remove it


@dataclass(frozen=True)
class Visit:
    key: object
    start: datetime  # customer and shop agreed on the repair
    stop: datetime | None  # the repair was complete; None: it still goes on
    distance_km: float = 0.0
    faults: tuple[Fault, ...] = ()
    exempt: tuple[Span, ...] = ()
    loans: tuple[Span, ...] = ()
    tz: str = 'UTC'

    @property
    def agreed_day(self):
        return get_local_day(self.start, self.tz)


@dataclass(frozen=True)
class Car:
    sale: date | None = None  # the day of the invoice
    delivery: date | None = None
    restart: date | None = None  # the day of the exchange, where the car replaced another one
    is_household: bool = True
    distance_km: float = 0.0
    price: float = 0.0
    fee_rate: float | None = None  # of the maker's warranty booklet, in percent
    is_maker_notified: bool = False
    stays: tuple[Visit, ...] = ()
    tz: str = 'UTC'


@dataclass(frozen=True)
class Rule:
    key: object
    measure: str = 'period'  # repairs, days, longest, replacements, faults, period
    scope: str = 'car'  # what counts together: car, problem, assembly, part
    comparison: str = 'ge'  # gt or ge
    limit: int = 0
    near: int = 0  # from this tally on it is near
    starts_at: str = 'delivery'  # or sale
    window_months: int = 0
    window_days: int = 0
    extension_months: int = 0  # once, by a repair within the window
    distance_km: float = 0.0
    is_household_only: bool = True
    is_severe_only: bool = False
    kinds: frozenset = frozenset()
    assemblies: frozenset = frozenset()
    exempt: frozenset = frozenset()
    needs_failure: bool = False  # the fault, or another one of the same scope, came again after the last of the repairs
    needs_notice: bool = False
    is_calendar: bool = False  # days of the calendar instead of 24 hours from the agreement on
    is_loan_out: bool = False  # days with a loaner do not count
    has_fee: bool = False

    @property
    def needed(self):
        """The least tally that meets the rule."""
        return self.limit + 1 if self.comparison == 'gt' else self.limit


@dataclass(frozen=True)
class Fee:
    """What the buyer pays for having used the car, of its price: for each ``per_km``, ``rate`` percent."""

    rate: float = 0.0  # at most
    per_km: float = 1000.0
    is_until_first: bool = False  # the distance until the first of the repairs that count
    rate_after: float = 0.0  # percent of the same for the distance after it

    def reckon(self, car, first_km):
        """:return: the fee, None where the price of the car is not known"""
        if not car.price:
            return None
        rate = self.rate if car.fee_rate is None else min(car.fee_rate, self.rate)
        distance = car.distance_km
        if self.is_until_first:
            first_km = min(first_km, distance)
            distance = first_km + (distance - first_km) * self.rate_after / 100
        return car.price * distance / self.per_km * rate / 100


@dataclass(frozen=True)
class Standing:
    """Where a car stands with a rule."""

    rule: Rule
    status: str  # met, near, open, over (its window has passed), none (does not apply)
    reason: str = ''  # of none: usage, start; of a tally that is reached: failure, notice is lacking
    group: object = None  # the problem, assembly or part that has come furthest
    tally: int = 0
    stays: tuple = ()  # keys of the very repairs that count, in their order
    last_day: date | None = None
    days_left: int | None = None
    km_left: float | None = None
    fee: float | None = None
    all_met: tuple = ()  # every problem, assembly or part that meets it: (group, tally, keys of its repairs)

    @property
    def distance(self):
        """How much more meets the rule."""
        return max(self.rule.needed - self.tally, 0)


def get_start(car, rule):
    """The day the periods begin with; None where it is not known.

    Of a sale it is the day of the invoice, or of the delivery where that differs (Order 43, art. 18); a car that was
    given in exchange begins anew (art. 29). Another owner changes nothing (art. 30).
    """
    if car.restart:
        return car.restart
    return (car.sale or car.delivery) if rule.starts_at == 'sale' else (car.delivery or car.sale)


def get_last_day(car, rule):
    """The last day of a rule's window; None without one."""
    start = get_start(car, rule)
    if not start or not (rule.window_months or rule.window_days):
        return None
    last_day = start + relativedelta(months=rule.window_months, days=rule.window_days)
    if rule.extension_months and any(
            fault.is_repaired for visit in car.stays if start <= visit.agreed_day <= last_day for fault in visit.faults):
        last_day = start + relativedelta(months=rule.window_months + rule.extension_months, days=rule.window_days)
    return last_day


def reckon(car, rules, now, fee=None):
    """Where ``car`` stands at the moment ``now`` with each of ``rules``.

    :param Fee fee: of the statute the rules are of
    :rtype: list[Standing]
    """
    return [_reckon_rule(car, rule, now, fee or Fee()) for rule in rules]


def _reckon_rule(car, rule, now, fee):
    if rule.is_household_only and not car.is_household:
        return Standing(rule, 'none', 'usage')
    if not get_start(car, rule):
        return Standing(rule, 'none', 'start')
    last_day = get_last_day(car, rule)
    today = get_local_day(now, car.tz)
    window = {
        'last_day': last_day,
        'days_left': (last_day - today).days if last_day else None,
        'km_left': rule.distance_km - car.distance_km if rule.distance_km else None,
    }
    is_running = (window['days_left'] or 0) >= 0 and (window['km_left'] or 0) >= -TOLERANCE_KM
    if rule.measure == 'period':
        return Standing(rule, 'open' if is_running else 'over', **window)
    groups = _get_groups(car, rule, last_day, now)
    group, tally, visits, has_failed = _get_furthest(rule, groups)
    lacks = _get_lack(car, rule, tally, has_failed)
    is_met = tally >= rule.needed and not lacks
    if is_met:
        status = 'met'
    elif not is_running and lacks != 'notice':
        status = 'over'
    else:
        status = 'near' if lacks or 0 < rule.near <= tally else 'open'
    return Standing(
        rule, status, lacks, group, tally, tuple(visit.key for visit in visits),
        fee=fee.reckon(car, visits[0].distance_km) if is_met and rule.has_fee else None,
        all_met=_get_all_met(rule, groups) if is_met else (), **window)


def _get_lack(car, rule, tally, has_failed):
    """What a rule asks for beside its tally, once that is reached."""
    if tally < rule.needed:
        return ''
    if rule.needs_failure and not has_failed:
        return 'failure'
    return 'notice' if rule.needs_notice and not car.is_maker_notified else ''


def _get_all_met(rule, groups):
    """What meets a rule, each by itself: a car may have two faults for which its owner may give it back."""
    return tuple(
        (group, tally, tuple(visit.key for visit in visits))
        for group, (tally, visits, has_failed) in sorted(groups.items(), key=lambda item: str(item[0]))
        if tally >= rule.needed and has_failed)


def _get_furthest(rule, groups):
    """:return: of all that count together what has come furthest: (group, tally, visits, whether it failed again)"""
    furthest = (None, 0, (), False)
    for group in sorted(groups, key=str):
        tally, visits, has_failed = groups[group]
        if (tally, tally >= rule.needed and has_failed) > (furthest[1], furthest[3]):
            furthest = group, tally, visits, tally >= rule.needed and has_failed
    # Rather one that is met than one that has come further and lacks something.
    met = [group for group, (tally, __, has_failed) in groups.items() if tally >= rule.needed and has_failed]
    if rule.needs_failure and met and not furthest[3]:
        group = max(met, key=lambda group: (groups[group][0], str(group)))
        furthest = group, *groups[group]
    return furthest


def _get_groups(car, rule, last_day, now):
    """:return: dict of group: (tally, visits that count, whether a fault of it came after them)"""
    found = defaultdict(list)  # group: [(visit, its faults)] in their order
    for visit in sorted(car.stays, key=lambda visit: (visit.start, str(visit.key))):
        if not _is_inside(car, rule, last_day, visit) or visit.start > now:
            continue
        of_visit = defaultdict(list)
        for fault in visit.faults:
            for group in _get_fault_groups(rule, visit, fault):
                of_visit[group].append(fault)
        for group, faults in of_visit.items():
            found[group].append((visit, faults))
    return {group: _count(rule, group, rows, last_day, now) for group, rows in found.items()}


def _is_inside(car, rule, last_day, visit):
    """Whether a repair was agreed within the rule's window of time and distance."""
    if visit.agreed_day < get_start(car, rule) or (last_day and visit.agreed_day > last_day):
        return False
    return not rule.distance_km or visit.distance_km <= rule.distance_km + TOLERANCE_KM


def _get_fault_groups(rule, visit, fault):
    """What the fault counts for under a rule; nothing where the rule is about others."""
    if (rule.is_severe_only and not fault.is_severe) or (rule.kinds and fault.kind not in rule.kinds):
        return ()
    if rule.measure == 'replacements':
        return _get_replaced_groups(rule, visit, fault)
    if rule.assemblies and fault.assembly not in rule.assemblies:
        return ()
    return (fault.problem if rule.scope == 'problem' else '',)


def _get_replaced_groups(rule, visit, fault):
    """An assembly and its main part are not counted twice in one replacement."""
    whole = {replaced.assembly for other in visit.faults for replaced in other.replaced if not replaced.part}
    groups = set()
    for replaced in fault.replaced:
        if rule.assemblies and replaced.assembly not in rule.assemblies:
            continue
        if rule.scope == 'car':
            groups.add('')
        elif rule.scope == 'assembly' and not replaced.part:
            groups.add(replaced.assembly)
        elif rule.scope == 'part' and replaced.part and replaced.assembly not in whole:
            groups.add((replaced.assembly, replaced.part))
    # A later fault of the same thing shows that it still cannot be used, whether or not anything is fitted again.
    if fault.assembly and fault.assembly in (rule.assemblies or {fault.assembly}):
        if rule.scope == 'assembly':
            groups.add(fault.assembly)
        elif rule.scope == 'part' and fault.part:
            groups.add((fault.assembly, fault.part))
    return groups


def _count(rule, group, rows, last_day, now):
    if rule.measure == 'faults':
        visits = [visit for visit, __ in rows]
        return len(visits), visits, True
    if rule.measure == 'repairs':
        counted = [visit for visit, faults in rows if any(fault.is_repaired for fault in faults)]
    elif rule.measure == 'replacements':
        counted = [visit for visit, faults in rows if any(_is_replaced(rule, group, visit, fault) for fault in faults)]
    else:
        visits = [visit for visit, __ in rows]
        return _count_days(rule, visits, last_day, now), visits, True
    return len(counted), counted, _has_failed(rule, rows, counted)


def _is_replaced(rule, group, visit, fault):
    """Whether something of the group was fitted; what must be replaced counts for a rule about the need alone."""
    if rule.needs_failure and not fault.is_repaired:
        return False
    if rule.scope == 'car':
        return True
    if rule.scope == 'assembly':
        return Replaced(group) in fault.replaced
    is_whole = any(Replaced(group[0]) in other.replaced for other in visit.faults)
    return Replaced(*group) in fault.replaced and not is_whole


def _has_failed(rule, rows, counted):
    """Whether the fault came again after those repairs that meet the limit, or one of those until then was not removed.

    What a repair left is removed by a later one of the same problem, as far as that counts.
    """
    if not rule.needs_failure:
        return True
    if len(counted) < rule.needed:
        return False
    last = counted[rule.needed - 1]
    left = set()
    for visit, faults in rows:
        if visit.start > last.start:
            return True
        unsolved = {fault.problem for fault in faults if fault.is_unsolved}
        if visit in counted:
            left -= {fault.problem for fault in faults if fault.is_repaired}
        left |= unsolved
    return bool(left)


# === DAYS ===#

def _count_days(rule, visits, last_day, now):
    spans = []
    for visit in visits:
        stop = min(visit.stop or now, now)
        if last_day:
            stop = min(stop, get_midnight(last_day + DAY, visit.tz))
        if stop > visit.start:
            out = [span for span in visit.exempt if span.kind in rule.exempt]
            out += visit.loans if rule.is_loan_out else ()
            spans.append((visit, stop, subtract(visit.start, stop, out)))
    if rule.is_calendar:
        return len({day for visit, __, pieces in spans for day in get_days_touched(pieces, visit.tz)})
    if rule.measure == 'longest':
        return max((count_started_days(pieces) for __, __, pieces in spans), default=0)
    return sum_days([(visit.start, stop, pieces) for visit, stop, pieces in spans])
