from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

CLASSES = [('a', "A"), ('b', "B"), ('c', "C")]
STATUSES = [('new', "New Customer"), ('active', "Active Customer"), ('risk', "At Risk"), ('lost', "Lost")]
KINDS = [
    ('frequency', "Visits in 12 Months"), ('amount', "Spent in 24 Months"), ('recency', "Months Since the Last Visit"),
    ('loyalty', "Years as a Customer"),
]
# How far back visits and money count.
VISITS_WITHIN, SPENT_WITHIN = relativedelta(years=1), relativedelta(years=2)


class Numbers(NamedTuple):
    """What is counted of a customer, up to some day."""

    visits: int  # in the twelve months before that day
    spend: float  # in the twenty-four months before it, without taxes, in the company's currency
    first_visit: date
    last_visit: date


class Reckoner:
    """Points, class and status from a customer's numbers, as a company has laid down; without the database.

    A kind of points has bands (limit, points). Of visits, money and years the highest band reached counts, of the months
    since the last visit the lowest one that is not exceeded.
    """

    def __init__(self, bands, *, class_a, class_b, risk_months, lost_months, loyal_visits):
        self.bands = {kind: sorted(bands.get(kind, ())) for kind, __ in KINDS}
        self.class_a, self.class_b = class_a, class_b
        self.risk_months, self.lost_months, self.loyal_visits = risk_months, lost_months, loyal_visits

    def get_points(self, numbers, today):
        """:return: dict of kind: points"""
        return {
            'frequency': self._get_highest('frequency', lambda limit: numbers.visits >= limit),
            'amount': self._get_highest('amount', lambda limit: numbers.spend >= limit),
            'recency': next((
                points for limit, points in self.bands['recency']
                if numbers.last_visit >= today - relativedelta(months=int(limit))), 0),
            'loyalty': self._get_highest(
                'loyalty', lambda limit: numbers.first_visit <= today - relativedelta(years=int(limit))),
        }

    def _get_highest(self, kind, is_reached):
        return next((points for limit, points in reversed(self.bands[kind]) if is_reached(limit)), 0)

    def get_class(self, points):
        return 'a' if points >= self.class_a else 'b' if points >= self.class_b else 'c'

    def get_status(self, numbers, total, today, is_overdue=False):
        """:param total: visits ever
        :param is_overdue: whether a service of a car of his is due for long"""
        if numbers.last_visit < today - relativedelta(months=self.lost_months):
            return 'lost'
        if is_overdue or numbers.last_visit < today - relativedelta(months=self.risk_months):
            return 'risk'
        return 'new' if total <= 1 else 'active'

    def is_loyal(self, visits, value_class):
        """Who comes back often and is worth it."""
        return visits >= self.loyal_visits and value_class in ('a', 'b')

    def was_loyal(self, numbers):
        """By the numbers of the day of the last visit: whoever is lost has none of today."""
        points = sum(self.get_points(numbers, numbers.last_visit).values())
        return self.is_loyal(numbers.visits, self.get_class(points))
