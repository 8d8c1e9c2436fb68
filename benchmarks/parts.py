"""What to keep of 1,256 real spare parts, replayed month by month; see ``./dev bench --parts`` and ``carparts/README.md``.

Reviewed each month, what is ordered comes a month later, what is not there is lost. The first 24 months are there to learn
from. Each policy is one line of average stock against the share of demand that was met, and is read off at the same
shares. The mean of 12 months is rounded up or to the nearest, whichever needs less stock at the share: nothing is won by
rounding. Parts that were not observed to the end are left out. The two numbers of the forecast are the same for all parts;
each half of the parts, every other one, is shown alone, too.

The rules of phasing in and out are those of a new stock policy, and all parts are kept at the beginning, as by the means. A
month's pieces count as as many demands. What other rules would do is shown below, and what is won by a store that keeps at
the beginning only what was asked for in the first 24 months.
"""
import argparse
import csv
import importlib.util
import itertools
import json
import math
from pathlib import Path

HERE = Path(__file__).parent
LEARN = 24
SHARES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.825, 0.85, 0.875, 0.9, 0.91, 0.92, 0.93)
FACTORS = [step / 20 for step in range(2, 120)] + [step / 4 for step in range(24, 120)]
COVERS = sorted(1 - 0.9 * math.exp(-step / 10) for step in range(80))
# Of the share of demand that is met, the stock that may at most be needed against 12 months' mean.
GOAL = (0.9, -0.30)
# Demands in 12 months from which a part is kept, months without any after which it is not: as the trade says, and milder.
RULES = ((3, 9), (1, 9), (1, 18))


def read_forecast():
    spec = importlib.util.spec_from_file_location('forecast', HERE.parent / 'models/stocking/forecast.py')
    forecast = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(forecast)
    return forecast


def read_parts(path):
    """:return: lists of monthly demand of the parts that were observed to the end"""
    with open(path, newline='', encoding='utf-8') as file:
        rows = list(csv.reader(file))[1:]
    return [[int(float(cell)) for cell in row[1:]] for row in rows if all(row)]


def replay(demand, levels):
    """:return: pieces sold, average stock of the month summed up; of one part with these levels from month ``LEARN`` on"""
    here, coming, sold, stock = levels[0], 0, 0, 0.0
    for asked, level in zip(demand[LEARN:], levels):
        here += coming
        coming = max(level - here, 0)
        given = min(asked, here)
        sold += given
        stock += here - given / 2
        here -= given
    return sold, stock


def draw(parts, levels_of):
    """:param levels_of: for each part a list of levels by month for each point of the curve
    :return: list of (share met, average stock a part)"""
    asked = sum(sum(demand[LEARN:]) for demand in parts)
    months = len(parts[0]) - LEARN
    totals = {}
    for demand, curves in zip(parts, levels_of):
        for point, levels in enumerate(curves):
            sold, stock = replay(demand, levels)
            total = totals.setdefault(point, [0, 0.0])
            total[0] += sold
            total[1] += stock
    return sorted((sold / asked, stock / months / len(parts)) for sold, stock in totals.values())


def read_off(curve, share):
    for (low, less), (high, more) in itertools.pairwise(curve):
        if low <= share <= high:
            return less + (more - less) * ((share - low) / (high - low) if high > low else 1)
    return math.nan


def get_mean_levels(demand, months, rounding):
    means = [sum(demand[month - months:month]) / months for month in range(LEARN, len(demand))]
    return [[rounding(factor * mean) for mean in means] for factor in FACTORS]


def round_up(value):
    return math.ceil(value - 1e-9)


def round_nearest(value):
    return math.floor(value + 0.5)


def get_forecast_levels(forecast, parts):
    """For each part its levels by month for each of ``COVERS``; nothing is known but the months before."""
    months = range(LEARN, len(parts[0]))
    found = [[[] for __ in COVERS] for __ in parts]
    for month in months:
        weighted = [forecast.get_weighted(demand[:month][::-1]) for demand in parts]
        known = forecast.get_known(month)
        average = forecast.get_average_rate(weighted, known)
        for own, curves in zip(weighted, found):
            for levels, level in zip(curves, forecast.get_levels(
                    *forecast.get_distribution(own, known, average, 2), COVERS)):
                levels.append(level)
    return found


def apply_rules(forecast, demand, curves, phase_in, phase_out, keeps_all=True):
    """What is left of the levels where a part is kept from so many demands on, until nobody has asked for so long."""
    past = [demand[:month][::-1] for month in range(LEARN, len(demand))]
    facts = [(next((age for age, pieces in enumerate(each) if pieces), len(each)), sum(each[:12])) for each in past]
    kept_levels = []
    for levels in curves:
        is_kept, kept = keeps_all or any(demand[:LEARN]), []
        for level, (idle, demands) in zip(levels, facts):
            kept.append(0 if forecast.get_phase(is_kept, idle, demands, phase_in, phase_out) else level)
            is_kept = kept[-1] > 0
        kept_levels.append(kept)
    return kept_levels


def compare(parts, rules=None, keeps_all=True):
    """:param rules: phasing in and out; by default that of a new stock policy
    :param keeps_all: whether all parts are kept at the beginning
    :return: rows of share, stock by 12 and by 6 months' mean, and by the forecast"""
    forecast = read_forecast()
    rules = rules or (forecast.PHASE_IN, forecast.PHASE_OUT)
    ours = draw(parts, [
        apply_rules(forecast, demand, curves, *rules, keeps_all)
        for demand, curves in zip(parts, get_forecast_levels(forecast, parts))])
    means = {
        months: [draw(parts, [get_mean_levels(demand, months, rounding) for demand in parts])
                 for rounding in (round_up, round_nearest)]
        for months in (12, 6)}
    return [{
        'share': share, 'ours': read_off(ours, share),
        **{f'mean_{months}': min(read_off(curve, share) for curve in curves) for months, curves in means.items()},
    } for share in SHARES]


def get_saved(row):
    return row['ours'] / row['mean_12'] - 1


def show(title, rows):
    print(f"\n{title}\n{'met':>7} {'12 months':>10} {'6 months':>10} {'ours':>10} {'against 12':>11}")
    for row in rows:
        print(f"{row['share']:7.1%} {row['mean_12']:10.3f} {row['mean_6']:10.3f} {row['ours']:10.3f} {get_saved(row):+11.1%}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--json', metavar='FILE', help='write the figures to this file too')
    parser.add_argument('--data', metavar='FILE', default=HERE / 'carparts/monthly_demand.csv', help='another file of demand')
    options = parser.parse_args()
    parts = read_parts(options.data)
    rows = compare(parts)
    show(f"{len(parts):,} parts: pieces in stock a part, by share of demand met", rows)
    for half in (0, 1):
        show(f"Every other part, from number {half + 1}", compare(parts[half::2]))
    show("Kept at the beginning only what was asked for in the first 24 months", compare(parts, keeps_all=False))
    for phase_in, phase_out in RULES:
        show(f"Kept from {phase_in} demands on, ended after {phase_out} months without (nan: so many are never met)",
             compare(parts, (phase_in, phase_out)))
    if options.json:
        Path(options.json).write_text(json.dumps(rows, indent=1), encoding='utf-8')
    share, most = GOAL
    at_goal = next(row for row in rows if row['share'] == share)
    is_reached = get_saved(at_goal) <= most and all(get_saved(row) <= 0.0005 for row in rows)
    print(f"\nGoal of {most:+.0%} at {share:.0%} and never more: {'reached' if is_reached else 'missed'}")
    return 0 if is_reached else 1


if __name__ == '__main__':
    raise SystemExit(main())
