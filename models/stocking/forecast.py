"""How much of a part to keep: plain reckoning, without the database (H5).

What is asked for of a spare part comes seldom, in lumps, and ends some day. The rate of each part is not known but guessed
from its own past and from that of all parts: a gamma distribution that begins with what an average part sells in
``PRIOR_MONTHS``, and to which each month of the past adds what was asked for, the latest counting fully, one of
``WINDOW`` months ago not at all. What is asked for until the next delivery then follows a negative binomial
distribution; the level is its smallest quantity that suffices with the probability wanted (``cover``).

Two numbers for all parts, none for each: ``benchmarks/parts.py`` shows what they do to 1,256 real parts, and what the rules
of phasing in and out do to that. As demand fades the level falls by itself; a part that ends after nine months without
demand, as the trade has it, is not there when it is asked for again, and costs more than it saves on these parts.
"""
from math import ceil, exp, log, sqrt
from statistics import NormalDist

# Months after which what was asked for counts no more.
WINDOW = 18
# The average part counts as much as so many months of the part's own past.
PRIOR_MONTHS = 2
# Each month's share, the latest one first.
WEIGHTS = tuple(1 - age / WINDOW for age in range(WINDOW))
# Demands in 12 months from which a part is kept that was not, and months without any after which it is left to run out
# (0: never).
PHASE_IN, PHASE_OUT = 1, 0
# Beyond so many pieces the normal distribution tells the same, and faster.
MANY = 1000
# A and B are what makes up the first 80 and the next 15 % of the turnover.
SHARES = (('a', 0.80), ('b', 0.95))
# Spread of the months against their mean: steady up to the first, changing up to the second.
SPREADS = (('x', 0.5), ('y', 1.0))


def get_weighted(months):
    """What was asked for in the latest months (latest first), the older the less."""
    return sum(weight * pieces for weight, pieces in zip(WEIGHTS, months) if pieces)


def get_known(months):
    """For how many full months the weights of so many months stand."""
    return sum(WEIGHTS[:months])


def get_average_rate(weighted, known):
    """What the average part sells in a month; the prior of all of them.

    :param weighted: what each part was asked for, by ``get_weighted``
    :param known: the months behind it, by ``get_known``
    """
    return sum(weighted) / (len(weighted) * known) if weighted and known else 0.0


def get_distribution(weighted, known, average, months):
    """:return: shape and probability of the negative binomial distribution of what is asked for within ``months``"""
    shape = PRIOR_MONTHS * average + weighted
    time = PRIOR_MONTHS + known
    return shape, time / (time + months)


def get_rate(shape, known):
    """What is asked for in a month, on the average."""
    return shape / (PRIOR_MONTHS + known)


def get_levels(shape, probability, covers):
    """:return: list of the smallest quantities that suffice with each probability of ``covers`` (ascending)"""
    if shape <= 0:
        return [0] * len(covers)
    if shape > MANY:
        mean = shape * (1 - probability) / probability
        normal = NormalDist(mean, sqrt(mean / probability))
        return [max(0, ceil(normal.inv_cdf(cover) - 0.5)) for cover in covers]
    pieces, term = 0, exp(shape * log(probability))
    total, levels = term, []
    for cover in covers:
        while total < cover and (term > 1e-12 or pieces * probability < shape):
            term *= (shape + pieces) / (pieces + 1) * (1 - probability)
            pieces += 1
            total += term
        levels.append(pieces)
    return levels


def get_cover(shape, probability, pieces):
    """:return: the probability that so many pieces suffice"""
    if pieces < 0:
        return 0.0
    if shape <= 0:
        return 1.0
    if shape > MANY:
        mean = shape * (1 - probability) / probability
        return NormalDist(mean, sqrt(mean / probability)).cdf(pieces + 0.5)
    total = term = exp(shape * log(probability))
    for number in range(int(pieces)):
        term *= (shape + number) / (number + 1) * (1 - probability)
        total += term
    return min(1.0, total)


def get_phase(is_kept, idle, demands, phase_in, phase_out):
    """What the rules of phasing in and out say of a part: ``end``, ``none``, or None where the forecast decides.

    :param idle: months since it was last asked for
    :param demands: within 12 months
    """
    if is_kept and phase_out and idle >= min(phase_out, WINDOW):
        return 'end'
    return 'none' if not is_kept and demands < phase_in else None


def get_order_quantity(yearly, order_cost, unit_cost, holding_rate, most_months=3):
    """How many to order at once: ordering costs against money tied up, no more than is sold in ``most_months``."""
    if yearly <= 0:
        return 1
    most = max(1, round(yearly * most_months / 12))
    if unit_cost <= 0 or holding_rate <= 0:
        return most
    return max(1, min(most, round(sqrt(2 * yearly * order_cost / (unit_cost * holding_rate)))))


def get_classes(turnovers):
    """:return: ``a``, ``b`` or ``c`` by share of the turnover, for each key of the dict"""
    total, before, classes = sum(turnovers.values()), 0.0, {}
    for key in sorted(turnovers, key=lambda key: (-turnovers[key], key)):
        share = before / total if total else 1.0
        classes[key] = next((name for name, limit in SHARES if share < limit), 'c') if turnovers[key] > 0 else 'c'
        before += turnovers[key]
    return classes


def get_steadiness(months):
    """:return: ``x``, ``y`` or ``z``: how evenly the months of a year are asked for"""
    mean = sum(months) / len(months) if months else 0
    if not mean:
        return 'z'
    spread = sqrt(sum((pieces - mean) ** 2 for pieces in months) / len(months)) / mean
    return next((name for name, limit in SPREADS if spread <= limit), 'z')
