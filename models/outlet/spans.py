"""A stretch of a company's time that figures are counted in: a month, a day."""
from datetime import UTC, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo


class Span(NamedTuple):
    """Days of a company, from the first to the one after the last, both also as the database's moments."""

    company: Any
    first: Any
    last: Any
    since: Any
    until: Any

    def within(self, field, by_day=False):
        """The domain of what lies in it."""
        low, high = (self.first, self.last) if by_day else (self.since, self.until)
        return [(field, '>=', low), (field, '<', high)]


def span_of(company, first, last):
    """:return: the days from ``first`` until before ``last``, by the clock of the company"""
    zone = ZoneInfo(company._get_clock_zone() or 'UTC')
    return Span(company, first, last, *(
        datetime.combine(day, time.min, zone).astimezone(UTC).replace(tzinfo=None) for day in (first, last)))
