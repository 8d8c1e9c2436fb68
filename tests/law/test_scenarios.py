import random
from dataclasses import replace
from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.aftersales.models.law import reckoner, repair_days
from odoo.addons.aftersales.tests.law.scenarios import get_now, make_car, read_scenarios

RANK = {'none': 0, 'over': 0, 'open': 1, 'near': 2, 'met': 3}


class LawOnPaper(TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statutes = cls.env['aftersales.statute'].search([])

    def _get_statute(self, code, day):
        return self.statutes.filtered(lambda statute: statute.code == code)._pick(day)

    def _reckon(self, scenario, car=None, now=None):
        """:return: dict of the rule's code: (rule, standing)"""
        day = fields.Date.to_date(scenario['car'].get('invoiced')) or fields.Date.to_date('2024-03-01')
        statute = self._get_statute(scenario['law'], day)
        standings = statute._reckon(car or make_car(scenario), now or get_now(scenario))
        return {rule.code: (rule, standing) for rule, standing in zip(statute.rule_ids, standings, strict=True)}


@tagged('post_install', '-at_install')
class TestScenarios(LawOnPaper):
    """I6, I8: dated cases of the law, with outcome, counter and article, by the data we ship."""

    def test_scenarios(self):
        scenarios = read_scenarios()
        self.assertGreaterEqual(len(scenarios), 60)
        for name, scenario in scenarios:
            found = self._reckon(scenario)
            for expected in scenario['expect']:
                rule, standing = found[expected['rule']]
                with self.subTest(scenario=name, title=scenario['title'], rule=rule.code):
                    self.assertEqual(
                        (standing.status, standing.tally, rule.article),
                        (expected['status'], expected['counter'], expected['article']))
                    self._check_details(expected, standing)

    def _check_details(self, expected, standing):
        if 'missing' in expected:
            self.assertEqual(standing.distance, expected['missing'])
        if 'visits' in expected:
            self.assertEqual(list(standing.stays), expected['visits'])
        if 'last_day' in expected:
            self.assertEqual(fields.Date.to_string(standing.last_day), expected['last_day'])
        if 'days_left' in expected:
            self.assertEqual(standing.days_left, expected['days_left'])
        if 'km_left' in expected:
            self.assertAlmostEqual(standing.km_left, expected['km_left'])
        if 'fee' in expected and expected['fee'] is None:
            self.assertIsNone(standing.fee)
        elif 'fee' in expected:
            self.assertAlmostEqual(standing.fee, expected['fee'], places=2)


@tagged('post_install', '-at_install')
class TestProperties(LawOnPaper):
    """I6: what holds for every car, tried with thousands of made-up ones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = {statute: (statute._prepare_rules(), statute._prepare_fee()) for statute in cls.statutes}

    def _make_visit(self, rng, key):
        start = datetime(2024, 3, 1) + timedelta(hours=rng.choice((rng.randrange(0, 2000), rng.randrange(0, 20000))))
        stop = start + timedelta(hours=rng.choice((1, 5, 24, 25, 120, 121, rng.randrange(1, 900))))
        assembly = rng.choice(('engine', 'gearbox', 'steering'))
        part = rng.choice(('', assembly + '_a', assembly + '_b'))
        fault = reckoner.Fault(
            problem=rng.choice('abc'), is_severe=rng.random() < 0.3, kind=rng.choice(('', '', 'fuel_leak', 'brake_failure')),
            assembly=assembly, part=part, is_repaired=rng.random() < 0.8, is_unsolved=rng.random() < 0.2,
            replaced=(reckoner.Replaced(assembly, part),) if rng.random() < 0.5 else ())
        half = start + (stop - start) / 2
        exempt = (reckoner.Span(start + (stop - start) / 4, half, 'vin_part'),) if rng.random() < 0.3 else ()
        loans = (reckoner.Span(start, half),) if rng.random() < 0.2 else ()
        return reckoner.Visit(
            key=key, start=start, stop=stop if rng.random() < 0.9 else None, distance_km=rng.choice((500, 3000, 3001, 20000)),
            faults=(fault,), exempt=exempt, loans=loans, tz='Asia/Shanghai')

    def _make_car(self, rng):
        stays = tuple(self._make_visit(rng, number) for number in range(rng.randrange(0, 9)))
        return reckoner.Car(
            sale=datetime(2024, 3, 1).date(), distance_km=rng.choice((2000, 20000, 49000)), price=200000,
            is_maker_notified=rng.random() < 0.5, stays=stays, tz='Asia/Shanghai')

    def _reckon_all(self, car, now):
        return [standing for rules, fee in self.rules.values() for standing in reckoner.reckon(car, rules, now, fee)]

    def _try_cars(self, seed, count=400):
        rng = random.Random(seed)
        for __ in range(count):
            yield rng, self._make_car(rng), datetime(2024, 3, 1) + timedelta(hours=rng.randrange(24, 22000))

    def test_more_repairs_never_reduce_rights(self):
        for rng, car, now in self._try_cars(1):
            richer = replace(car, stays=(*car.stays, self._make_visit(rng, 99)))
            for before, after in zip(self._reckon_all(car, now), self._reckon_all(richer, now), strict=True):
                rule = before.rule
                self.assertGreaterEqual(RANK[after.status], RANK[before.status], (rule, car, richer.stays[-1]))
                if before.status != 'met' and not rule.needs_failure:
                    self.assertGreaterEqual(after.tally, before.tally, (rule, car, richer.stays[-1]))

    def test_order_of_entry_does_not_matter(self):
        for rng, car, now in self._try_cars(2):
            stays = list(car.stays)
            rng.shuffle(stays)
            self.assertEqual(self._reckon_all(car, now), self._reckon_all(replace(car, stays=tuple(stays)), now))

    def test_distance_in_miles_is_the_same_distance(self):
        for __, car, now in self._try_cars(3):
            def there_and_back(km):
                return km / reckoner.KM_PER_MILE * reckoner.KM_PER_MILE
            same = replace(car, distance_km=there_and_back(car.distance_km), stays=tuple(
                replace(visit, distance_km=there_and_back(visit.distance_km)) for visit in car.stays))
            for one, other in zip(self._reckon_all(car, now), self._reckon_all(same, now), strict=True):
                self.assertEqual((one.status, one.tally, one.stays), (other.status, other.tally, other.stays))

    def test_time_zones_move_nothing_but_the_day(self):
        """The same car, repaired and sold by another clock, stands the same when all moments move with the clock."""
        for __, car, now in self._try_cars(4):
            shift = timedelta(hours=8)  # Shanghai is eight hours ahead, all year

            def move(span):
                return span._replace(start=span.start + shift, stop=span.stop + shift)  # noqa: B023 - called at once
            moved = replace(car, tz='UTC', stays=tuple(replace(
                visit, start=visit.start + shift, stop=visit.stop and visit.stop + shift, tz='UTC',
                exempt=tuple(map(move, visit.exempt)), loans=tuple(map(move, visit.loans))) for visit in car.stays))
            self.assertEqual(self._reckon_all(car, now), self._reckon_all(moved, now + shift))

    def test_days_of_summer_time_are_days(self):
        """A stay of whole days by the clock that begins before a change of the clock ends within a day of that many."""
        for tz in ('Europe/Berlin', 'America/Los_Angeles'):
            for days in range(1, 200, 7):
                start = datetime(2024, 3, 1, 11)
                pieces = repair_days.subtract(start, start + timedelta(days=days), ())
                self.assertEqual(repair_days.count_started_days(pieces), days)
                touched = set(repair_days.get_days_touched(pieces, tz))
                self.assertIn(len(touched), (days, days + 1))
                self.assertEqual(len(touched), (max(touched) - min(touched)).days + 1)
