"""Public holidays of the organisation's country."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1990, 2060


@lru_cache(maxsize=8)
def public_holidays(country: str) -> Sequence[date]:
    """Holidays that fall on a working day, in order. ``country`` is ``FR``, or ``GB-ENG`` with its part.

    A country the calendar does not know has none: its weeks are plain.
    """
    # Imported on first use: the calendars of 200 countries take a while to load.
    import holidays

    name, _, part = country.partition("-")
    try:
        days = holidays.country_holidays(name, subdiv=part or None, years=range(FIRST_YEAR, LAST_YEAR + 1))
    except NotImplementedError:
        return ()
    return tuple(sorted(day for day in days if day.weekday() < 5))
