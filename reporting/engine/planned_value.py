"""Planned value: how much of a plan stored by period was to be done by a date.

Inside a period the plan is linear by working time (Monday to Friday less the given holidays).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

WEEK = 7
WORKING_WEEK = 5


@dataclass(frozen=True)
class PlannedPeriod:
    """An amount planned from ``start`` to ``end``, both included."""

    start: date
    end: date
    amount: Decimal


@dataclass(frozen=True)
class Curve:
    """Cumulative planned value at the end of each month, from the month of the first period to that of the last."""

    first_month: date
    values: tuple[Decimal, ...]

    def elapsed(self, as_of: date) -> Decimal:
        """AT: months from the start of the curve to ``as_of``, the running month by working days; 0 before it."""
        if as_of < self.first_month:
            return Decimal(0)
        month = as_of.replace(day=1)
        whole = (month.year - self.first_month.year) * 12 + month.month - self.first_month.month
        return whole + share_elapsed(month, month_end(month), as_of)


def working_days(start: date, end: date, holidays: Sequence[date] = ()) -> int:
    """Working days from ``start`` to ``end``, both included; 0 when ``end`` is before ``start``.

    ``holidays`` are in order, each once, and none falls on a week-end.
    """
    if end < start:
        return 0
    closed = bisect_right(holidays, end) - bisect_left(holidays, start)
    return _weekdays(end.toordinal()) - _weekdays(start.toordinal() - 1) - closed


def _weekdays(days: int) -> int:
    """Mondays to Fridays among the first days of the calendar, which began on a Monday."""
    weeks, rest = divmod(days, WEEK)
    return weeks * WORKING_WEEK + min(rest, WORKING_WEEK)


def working_days_between(earlier: date, later: date, holidays: Sequence[date] = ()) -> int:
    """Working days by which ``later`` follows ``earlier``; negative when it precedes it, 0 on the same day."""
    if later < earlier:
        return -working_days_between(later, earlier, holidays)
    return working_days(earlier + timedelta(days=1), later, holidays)


def share_elapsed(start: date, end: date, as_of: date, holidays: Sequence[date] = ()) -> Decimal:
    """Share of the period done at the close of ``as_of``, 0 to 1; by calendar days where none is a working day."""
    if as_of < start:
        return Decimal(0)
    if as_of >= end:
        return Decimal(1)
    total = working_days(start, end, holidays)
    if total == 0:
        return Decimal((as_of - start).days + 1) / ((end - start).days + 1)
    return Decimal(working_days(start, as_of, holidays)) / total


def planned_value(periods: Iterable[PlannedPeriod], as_of: date, holidays: Sequence[date] = ()) -> Decimal:
    """PV at the close of ``as_of``."""
    shares = (period.amount * share_elapsed(period.start, period.end, as_of, holidays) for period in periods)
    return sum(shares, Decimal(0))


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def next_month(day: date) -> date:
    return month_end(day) + timedelta(days=1)


def monthly_curve(periods: Iterable[PlannedPeriod]) -> Curve | None:
    """The plan as a monthly S-curve; ``None`` when nothing is planned."""
    kept = [period for period in periods if period.amount]
    if not kept:
        return None
    first = min(period.start for period in kept).replace(day=1)
    last = max(period.end for period in kept)
    added: dict[date, Decimal] = {}
    for period in kept:
        _spread(period, added)
    months = []
    month = first
    while month <= last:
        months.append(month)
        month = next_month(month)
    return Curve(first, tuple(accumulate(added.get(month, Decimal(0)) for month in months)))


def _spread(period: PlannedPeriod, added: dict[date, Decimal]) -> None:
    """Add to each month what the period plans in it; the last takes what is left: nothing is rounded away."""
    done = Decimal(0)
    for month, share in _shares(period.start, period.end):
        until = period.amount * share
        added[month] = added.get(month, Decimal(0)) + until - done
        done = until


@lru_cache(maxsize=4096)
def _shares(start: date, end: date) -> Sequence[tuple[date, Decimal]]:
    """The share of a period done by the end of each of its months."""
    shares = []
    month = start.replace(day=1)
    while month <= end:
        shares.append((month, share_elapsed(start, end, month_end(month))))
        month = next_month(month)
    return tuple(shares)
