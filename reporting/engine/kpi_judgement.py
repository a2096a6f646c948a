"""When a KPI is green, and when its next measurement is due."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def judge(value: Decimal | None, *, higher_is_better: bool, amber: Decimal | None, red: Decimal | None) -> str:
    """The colour of a value: grey when it is not known, "" when no threshold says what would be bad.

    A value on a threshold is still on its better side.
    """
    if value is None:
        return "grey"
    if amber is None and red is None:
        return ""
    sign = 1 if higher_is_better else -1
    if red is not None and sign * value < sign * red:
        return "red"
    return "amber" if amber is not None and sign * value < sign * amber else "green"


def next_due(last: date | None, frequency: str, *, since: date) -> date:
    """When the next value is due; a KPI never measured was due the day it was created."""
    if last is None:
        return since
    if frequency == "weekly":
        return last + timedelta(days=7)
    months = last.year * 12 + last.month - 1 + MONTHS[frequency]
    year, month = divmod(months, 12)
    # A month-end value is followed by a month-end value: 31 January, 28 February, 31 March.
    length = monthrange(year, month + 1)[1]
    whole = last.day == monthrange(last.year, last.month)[1]
    return date(year, month + 1, length if whole else min(last.day, length))
