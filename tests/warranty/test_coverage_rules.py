import random
from datetime import date, timedelta

from odoo.tests import TransactionCase, tagged

from odoo.addons.aftersales.models.warranty.coverage_rules import (
    KILOMETRES_PER_MILE,
    Facts,
    Item,
    Promise,
    Rule,
    answer,
    answer_work,
    get_furthest,
    get_last_day,
)

START = date(2024, 3, 10)
PROMISE = Promise(START, months=36, km=60_000)
ENGINE, WEAR, BATTERY = (1, 2), (1, 3), (1, 2, 9)


def ask(promise=PROMISE, day=date(2025, 1, 1), km=10_000.0, item=None, usage='household'):
    return answer(promise, Facts(day, km, usage), item)


@tagged('post_install', '-at_install')
class TestCoverageRules(TransactionCase):
    """I1, I2: what a coverage answers to a day, a distance, a use, a part and a piece of work."""

    # === TERM ===#

    def test_first_and_last_day(self):
        for day, reason in (
            (date(2024, 3, 9), 'before'), (START, ''), (date(2027, 3, 10), ''), (date(2027, 3, 11), 'expired'),
        ):
            with self.subTest(day=day):
                self.assertEqual(ask(day=day).reason, reason)
        self.assertEqual(ask(day=date(2027, 3, 8)).days_left, 2)

    def test_month_without_such_a_day(self):
        """A term that would end on a day that its month has not ends with the month."""
        self.assertEqual(get_last_day(date(2024, 2, 29), 12), date(2025, 2, 28))
        self.assertEqual(get_last_day(date(2025, 8, 31), 6), date(2026, 2, 28))
        self.assertIsNone(get_last_day(START, 0))

    def test_last_kilometre(self):
        for km, reason, left in (
            (59_999.0, '', 1.0), (60_000.0, '', 0.0), (60_000.1, 'run_out', -0.1), (60_001.0, 'run_out', -1.0),
        ):
            with self.subTest(km=km):
                found = ask(km=km)
                self.assertEqual((found.reason, found.km_left, found.until_km), (reason, left, 60_000.0))

    def test_miles(self):
        """36,000 miles are reached with the last of them, whatever kilometres make of it."""
        promise = PROMISE._replace(km=round(36_000 * KILOMETRES_PER_MILE, 3))
        self.assertEqual(ask(promise, km=36_000 * KILOMETRES_PER_MILE).reason, '')
        self.assertEqual(ask(promise, km=36_001 * KILOMETRES_PER_MILE).reason, 'run_out')

    def test_part_counts_from_where_it_was_fitted(self):
        promise = PROMISE._replace(start_km=45_000.0, km=20_000)
        self.assertEqual((ask(promise, km=64_000.0).until_km, ask(promise, km=64_000.0).km_left), (65_000.0, 1_000.0))

    def test_no_limits(self):
        found = ask(Promise(START), day=date(2050, 1, 1), km=900_000.0)
        self.assertEqual((found.is_covered, found.until, found.until_km, found.days_left), (True, None, None, None))

    def test_nobody_read_the_cluster(self):
        found = ask(km=None)
        self.assertEqual((found.is_covered, found.km_left, found.until_km), (True, None, 60_000.0))

    # === WHAT STANDS AGAINST IT ===#

    def test_obstacles(self):
        for changes, reason in (
            ({'suspended': "dispute"}, 'suspended'), ({'usage': 'commercial'}, 'usage'),
            ({'needs_registration': True, 'registration': 'missing'}, 'unregistered'),
            ({'needs_registration': True, 'registration': 'refused'}, 'refused'),
            ({'needs_registration': True, 'registration': 'waiting'}, ''),
            ({'needs_registration': True, 'registration': ''}, ''),
            ({'registration': 'missing'}, ''),
        ):
            with self.subTest(changes=changes):
                self.assertEqual(ask(PROMISE._replace(**changes)).reason, reason)

    # === ITEMS ===#

    def test_most_specific_rule(self):
        rules = (
            Rule(1, 'none', categories=frozenset({1})), Rule(2, 'own', months=96, categories=frozenset({9})),
            Rule(3, 'own', months=6, products=frozenset({77})), Rule(4, 'none', work_classes=frozenset({5})),
            Rule(5, 'own', months=24, operations=frozenset({8})),
        )
        promise = PROMISE._replace(rules=rules)
        for item, key, reason in (
            (Item(categories=ENGINE), 1, 'excluded'), (Item(categories=BATTERY), 2, ''),
            (Item(product=77, categories=BATTERY), 3, 'expired'), (Item(work_class=5), 4, 'excluded'),
            (Item(operation=8, work_class=5), 5, ''), (Item(product=78), 0, ''),
        ):
            with self.subTest(item=item):
                found = ask(promise, item=item)
                self.assertEqual((found.rule, found.reason), (key, reason))

    def test_only_what_is_named(self):
        promise = PROMISE._replace(is_whole=False, rules=(Rule(1, 'own', months=96, km=0, categories=frozenset({9})),))
        self.assertEqual(ask(promise, item=Item(categories=ENGINE)).reason, 'unnamed')
        late = ask(promise, day=date(2031, 1, 1), km=500_000.0, item=Item(categories=BATTERY))
        self.assertEqual((late.is_covered, late.until, late.until_km), (True, date(2032, 3, 10), None))
        self.assertTrue(ask(promise, day=date(2031, 1, 1)).is_covered, "the car as a whole: as long as anything")

    def test_work_and_parts(self):
        rules = (Rule(1, 'none', categories=frozenset({3})), Rule(2, 'none', work_classes=frozenset({5})))
        promise, facts = PROMISE._replace(rules=rules), Facts(date(2025, 1, 1), 1.0)
        turbo, coolant = Item(71, product=71, categories=ENGINE), Item(72, product=72, categories=WEAR)
        repair, service = Item(1, operation=1), Item(2, operation=2, work_class=5)
        found = answer_work(promise, facts, [repair], [turbo, coolant])
        self.assertEqual((found.is_covered, found.left_out), (True, (72,)))
        self.assertEqual(answer_work(promise, facts, [repair], [coolant]).reason, 'excluded')
        self.assertEqual(answer_work(promise, facts, [service], [turbo]).reason, 'excluded')
        self.assertTrue(answer_work(promise, facts, [repair], []).is_covered)
        self.assertTrue(answer_work(promise, facts, [], []).is_covered)

    def test_furthest(self):
        rules = (Rule(1, 'own', months=96, km=160_000), Rule(2, 'none', months=999), Rule(3, 'own', months=6, km=5_000))
        self.assertEqual(get_furthest(PROMISE._replace(rules=rules)), (date(2032, 3, 10), 160_000))
        unlimited = (Rule(1, 'own', months=0, km=0),)
        self.assertEqual(get_furthest(PROMISE._replace(rules=unlimited)), (None, None))

    # === PROPERTIES ===#

    def test_time_and_distance_only_end_it(self):
        """Once it is over it stays over; a longer promise never covers less. Seeded, so a failure comes again."""
        chance = random.Random(27)
        for __ in range(400):
            promise = PROMISE._replace(
                start=START + timedelta(days=chance.randrange(800)), months=chance.randrange(0, 60),
                km=chance.randrange(0, 90_000))
            day, km = START + timedelta(days=chance.randrange(3000)), float(chance.randrange(150_000))
            now = ask(promise, day, km)
            later = ask(promise, day + timedelta(days=chance.randrange(400)), km + chance.randrange(9_000))
            if now.reason in ('expired', 'run_out'):
                self.assertFalse(later.is_covered, (promise, day, km))
            longer = promise._replace(months=promise.months and promise.months + 7, km=promise.km and promise.km + 7_000)
            if now.is_covered:
                self.assertTrue(ask(longer, day, km).is_covered, (promise, day, km))
