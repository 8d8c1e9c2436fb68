import importlib.util
import math
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from odoo.addons.aftersales.models.stocking import forecast

BENCHMARK = Path(__file__).parents[2] / 'benchmarks/parts.py'


@tagged('post_install', '-at_install')
class TestForecast(TransactionCase):
    """H5: what to keep of a part, reckoned from its own past and from that of all parts."""

    def test_levels(self):
        """H5: the level is the smallest quantity that suffices with the probability wanted, whatever the rate."""
        for shape, probability in ((0.1, 0.9), (0.7, 0.5), (3.2, 0.85), (40, 0.6), (900, 0.8)):
            def chance(pieces, shape=shape, probability=probability):
                return math.exp(
                    math.lgamma(shape + pieces) - math.lgamma(shape) - math.lgamma(pieces + 1)
                    + shape * math.log(probability) + pieces * math.log(1 - probability))
            covers = (0.5, 0.8, 0.95, 0.999)
            levels = forecast.get_levels(shape, probability, covers)
            self.assertEqual(levels, sorted(levels))
            for cover, level in zip(covers, levels):
                with self.subTest(shape=shape, cover=cover):
                    sums = [sum(map(chance, range(pieces + 1))) for pieces in (level - 1, level)]
                    self.assertLess(sums[0], cover)
                    self.assertGreaterEqual(sums[1], cover - 1e-9)
                    self.assertAlmostEqual(forecast.get_cover(shape, probability, level), min(1, sums[1]), 6)
        self.assertEqual(forecast.get_levels(0, 0.9, (0.5, 0.99)), [0, 0])
        self.assertEqual(forecast.get_cover(2, 0.9, -1), 0)
        self.assertEqual(forecast.get_cover(0, 0.9, 0), 1)

    def test_many_pieces(self):
        """H5: what sells by the thousands is reckoned without walking through each piece, and meets the other way."""
        exact = forecast.get_levels(999, 0.9, (0.5, 0.9, 0.99))
        near = forecast.get_levels(1001, 0.9, (0.5, 0.9, 0.99))
        for one, other in zip(exact, near):
            self.assertLess(abs(one - other), 3)
        self.assertAlmostEqual(forecast.get_cover(1e6, 0.5, 1e6), 0.5, 2)

    def test_past_fades(self):
        """H5: the latest month counts fully, one of 18 months ago no more; a part without a past has that of all parts."""
        self.assertEqual(forecast.get_weighted([3]), 3)
        self.assertAlmostEqual(forecast.get_weighted([0] * 9 + [2]), 1)
        self.assertEqual(forecast.get_weighted([0] * 18 + [100]), 0)
        self.assertEqual(forecast.get_known(1), 1)
        average = forecast.get_average_rate([9.5, 0, 0], forecast.get_known(18))
        self.assertAlmostEqual(average, 1 / 3)
        shape, probability = forecast.get_distribution(0, 0, average, 2)
        self.assertAlmostEqual(shape * (1 - probability) / probability, 2 / 3)

    def test_classes(self):
        """H5: A is what makes up 80 % of the turnover, B the next 15, C the rest and whatever sold nothing."""
        turnovers = {'pads': 700, 'disc': 150, 'filter': 100, 'bulb': 30, 'cap': 20, 'badge': 0}
        self.assertEqual(forecast.get_classes(turnovers), {
            'pads': 'a', 'disc': 'a', 'filter': 'b', 'bulb': 'c', 'cap': 'c', 'badge': 'c'})
        self.assertEqual(forecast.get_classes({'cap': 0}), {'cap': 'c'})
        self.assertEqual(forecast.get_steadiness([4, 5, 6] * 4), 'x')
        self.assertEqual(forecast.get_steadiness([0, 5, 6] * 4), 'y')
        self.assertEqual(forecast.get_steadiness([0] * 11 + [9]), 'z')
        self.assertEqual(forecast.get_steadiness([0] * 12), 'z')

    def test_order_quantity(self):
        """H5: cheap parts are ordered for longer than dear ones, none for longer than three months."""
        cheap, dear = (forecast.get_order_quantity(120, 20, cost, 0.2) for cost in (2, 2000))
        self.assertEqual((cheap, dear), (30, 3))
        self.assertEqual(forecast.get_order_quantity(0, 20, 5, 0.2), 1)
        self.assertEqual(forecast.get_order_quantity(120, 20, 0, 0.2), 30)

    def test_real_parts(self):
        """H5: of real parts less is kept for the same share of demand met, than by 12 months' mean: ``./dev bench --parts``."""
        spec = importlib.util.spec_from_file_location('parts_benchmark', BENCHMARK)
        benchmark = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(benchmark)
        self.assertEqual(benchmark.replay([0] * 24 + [1, 3, 0], [2, 2, 2]), (2, 3.0))
        parts = benchmark.read_parts(BENCHMARK.parent / 'carparts/monthly_demand.csv')
        self.assertEqual(len(parts), 1256)
        saved = {row['share']: benchmark.get_saved(row) for row in benchmark.compare(parts[::2])}
        self.assertLess(saved[0.9], -0.3)
        self.assertLess(saved[0.85], -0.15)
        self.assertLess(max(saved.values()), 0.005)
