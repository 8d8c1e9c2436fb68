"""Days in repair as the law counts them, of plain moments: naive UTC, with the time zone where a day is asked for."""
from datetime import datetime, time, timedelta
from math import ceil

import pytz

DAY = timedelta(days=1)


def get_local_day(moment, tz):
    return pytz.utc.localize(moment).astimezone(pytz.timezone(tz)).date()


def get_midnight(day, tz):
    return pytz.timezone(tz).localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)


def subtract(start, stop, out):
    """:return: what is left of a stretch of time: [(start, stop)]"""
    pieces, cursor = [], start
    for span in sorted(out):
        if span.start > cursor:
            pieces.append((cursor, min(span.start, stop)))
        cursor = max(cursor, span.stop)
        if cursor >= stop:
            break
    if cursor < stop:
        pieces.append((cursor, stop))
    return [(begin, end) for begin, end in pieces if begin < end]


def count_started_days(pieces):
    """Each full 24 hours are a day, and what remains of them is one, too."""
    length, cursor = timedelta(), datetime.min
    for start, stop in sorted(pieces):
        length += max(stop - max(start, cursor), timedelta())
        cursor = max(cursor, stop)
    return ceil(length / DAY)


def get_days_touched(pieces, tz):
    for start, stop in pieces:
        first, last = get_local_day(start, tz), get_local_day(stop - timedelta.resolution, tz)
        yield from (first + DAY * number for number in range((last - first).days + 1))


def sum_days(spans):
    """Days of all repairs, each reckoned by itself; those that overlap in the way that gives the most days."""
    total, cluster, end = 0, [], datetime.min
    for span in sorted(spans, key=lambda span: span[:2]):
        if span[0] >= end:
            total, cluster = total + _sum_overlapping(cluster), []
        cluster.append(span)
        end = max(end, span[1])
    return total + _sum_overlapping(cluster)


def _sum_overlapping(cluster):
    if len(cluster) <= 1:
        return sum(count_started_days(pieces) for __, __, pieces in cluster)
    best = {datetime.min: 0}  # the most days of repairs that end until then
    for stop in sorted({span[1] for span in cluster}):
        best[stop] = max(best.values())
        for start in {span[0] for span in cluster if span[0] < stop}:
            inside = [span for span in cluster if start <= span[0] and span[1] <= stop]
            if _covers(inside, start, stop):
                before = max(days for moment, days in best.items() if moment <= start)
                days = count_started_days([piece for span in inside for piece in span[2]])
                best[stop] = max(best[stop], before + days)
    return max(best.values())


def _covers(spans, start, stop):
    """Whether these stretches make one from ``start`` to ``stop``."""
    cursor = start
    for begin, end, __ in sorted(spans, key=lambda span: span[:2]):
        if begin > cursor:
            return False
        cursor = max(cursor, end)
    return bool(spans) and cursor == stop
