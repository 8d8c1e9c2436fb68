"""What a coverage answers to a car, a piece of work and its parts on a day: reckoned without the database.

Distances are kilometres that the car has run. The day of a start does not count, and a term of months ends with the
day of the same number (Civil Code of China, arts. 201 and 202): three years from 10 March 2024 last until the end of
10 March 2027. A limit of kilometres is kept when it is reached and exceeded one metre after it. What comes first ends
the coverage; no months, or no kilometres, is no limit of that kind.
"""
from datetime import date
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

KILOMETRES_PER_MILE = 1.609344
# How much a rule says about an item: the most specific one counts.
WORK_CLASS, CATEGORY, OPERATION, PRODUCT = 1, 2, 3, 4


class Rule(NamedTuple):
    """A line of a policy: other terms for what it names, or none."""

    key: int
    terms: str  # policy: as the policy; own: as here; none: not covered
    months: int = 0
    km: float = 0.0
    share: float = 100.0
    products: frozenset = frozenset()
    categories: frozenset = frozenset()
    operations: frozenset = frozenset()
    work_classes: frozenset = frozenset()


class Promise(NamedTuple):
    """A coverage with the version of the policy it points to."""

    start: date
    start_km: float = 0.0
    months: int = 0
    km: float = 0.0
    share: float = 100.0  # what of it the payer of the policy bears
    is_whole: bool = True  # all of the car, but for what its rules leave out; else what they name
    rules: tuple = ()
    usage: str = 'any'
    suspended: str = ''
    needs_registration: bool = False
    registration: str = ''  # '' nobody knows, waiting, missing, refused, done


class Item(NamedTuple):
    """A piece of work, or a part with the categories it stands in, the outermost first."""

    key: int = 0
    product: int = 0
    categories: tuple = ()
    operation: int = 0
    work_class: int = 0


class Facts(NamedTuple):
    day: date
    km: float | None = None  # None: nobody has read the cluster
    usage: str = 'household'


class Answer(NamedTuple):
    is_covered: bool
    reason: str = ''  # why not: before, expired, run_out, usage, suspended, unregistered, refused, unnamed, excluded
    rule: int = 0
    until: date | None = None
    until_km: float | None = None
    days_left: int | None = None
    km_left: float | None = None
    share: float = 100.0
    left_out: tuple = ()  # keys of parts that are not covered beside those that are


class Standing(NamedTuple):
    """A coverage with what it answered, to what."""

    coverage: Any  # aftersales.coverage
    promise: Promise
    facts: Facts
    answer: Answer

    @property
    def is_covered(self):
        return self.answer.is_covered


def get_last_day(start, months):
    """The last day of a term, None where it has no end."""
    return start + relativedelta(months=months) if months else None


def find_rule(rules, item):
    """The rule that says most about an item; of equals the first one. None: no rule speaks of it."""
    best, best_weight = None, 0.0
    for rule in rules:
        weight = _weigh(rule, item)
        if weight > best_weight:
            best, best_weight = rule, weight
    return best


def _weigh(rule, item):
    if item.product and item.product in rule.products:
        return PRODUCT
    if item.operation and item.operation in rule.operations:
        return OPERATION
    depths = [depth for depth, category in enumerate(item.categories) if category in rule.categories]
    if depths:
        return CATEGORY + max(depths) / 1000
    return WORK_CLASS if item.work_class and item.work_class in rule.work_classes else 0.0


def answer(promise, facts, item=None):
    """What a promise says of an item; without one, of the car as a whole."""
    rule = find_rule(promise.rules, item) if item else _find_longest(promise)
    months, km, share = (rule.months, rule.km, rule.share) if rule and rule.terms == 'own' else (
        promise.months, promise.km, promise.share)
    until = get_last_day(promise.start, months)
    until_km = promise.start_km + km if km else None
    found = Answer(
        True, '', rule.key if rule else 0, until, until_km,
        (until - facts.day).days if until else None,
        round(until_km - facts.km, 3) if until_km is not None and facts.km is not None else None, share)
    reason = _get_obstacle(promise, facts) or _get_gap(promise, rule, item) or _get_end(promise, facts, found)
    return found._replace(is_covered=not reason, reason=reason)


def answer_work(promise, facts, works, parts):
    """What a promise says of work with its parts.

    Work that is left out by name takes its parts along. Else one covered part covers the work that fits it: what is
    used up with it (coolant, a gasket) is told as left out. Work without parts stands for itself.
    """
    on_works = [answer(promise, facts, item) for item in works]
    excluded = next((found for found in on_works if found.reason == 'excluded'), None)
    if excluded:
        return excluded
    on_parts = [(item, answer(promise, facts, item)) for item in parts]
    if not on_parts:
        on_works = on_works or [answer(promise, facts)]
        return _get_nearest([found for found in on_works if found.is_covered]) or on_works[0]
    covered = [found for __, found in on_parts if found.is_covered]
    if not covered:
        return on_parts[0][1]
    return _get_nearest(covered)._replace(left_out=tuple(item.key for item, found in on_parts if not found.is_covered))


def _get_obstacle(promise, facts):
    """What stands against the whole promise, whatever the item."""
    if promise.suspended:
        return 'suspended'
    if promise.usage not in ('any', facts.usage):
        return 'usage'
    if promise.needs_registration and promise.registration in ('missing', 'refused'):
        return 'unregistered' if promise.registration == 'missing' else 'refused'
    return ''


def _get_gap(promise, rule, item):
    """Whether the item is not promised at all."""
    if rule and rule.terms == 'none':
        return 'excluded'
    return 'unnamed' if item and not rule and not promise.is_whole else ''


def _get_end(promise, facts, found):
    if facts.day < promise.start:
        return 'before'
    if found.days_left is not None and found.days_left < 0:
        return 'expired'
    return 'run_out' if found.km_left is not None and found.km_left < 0 else ''


def _find_longest(promise):
    """For the car as a whole: the terms of the policy, or where it covers named things only, the longest of these."""
    named = [rule for rule in promise.rules if rule.terms != 'none']
    if promise.is_whole or not named:
        return None
    return max(named, key=lambda rule: (
        not _get_months(promise, rule), _get_months(promise, rule), not _get_km(promise, rule), _get_km(promise, rule)))


def _get_months(promise, rule):
    return rule.months if rule.terms == 'own' else promise.months


def _get_km(promise, rule):
    return rule.km if rule.terms == 'own' else promise.km


def get_furthest(promise):
    """The last day and the last kilometre at which anything of a promise holds; None: without end."""
    terms = [(promise.months, promise.km)] if promise.is_whole or not promise.rules else []
    terms += [(_get_months(promise, rule), _get_km(promise, rule)) for rule in promise.rules if rule.terms != 'none']
    months = max((months for months, __ in terms), default=0) if all(months for months, __ in terms) else 0
    km = max((km for __, km in terms), default=0.0) if all(km for __, km in terms) else 0.0
    return get_last_day(promise.start, months), promise.start_km + km if km else None


def _get_nearest(found):
    """Of several answers that are all covered, the one that ends first."""
    return min(found, key=lambda each: (each.until or date.max, each.until_km or float('inf')), default=None)
