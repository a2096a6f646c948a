"""The days Vigie reckons with. Outside them a date is a slip of the keyboard, and arithmetic leaves the calendar."""

from datetime import date

from django.utils.translation import gettext as _

from pmo.core.errors import DomainError

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)


class StrangeDay(DomainError):
    """A day that nothing reckons with."""


def is_reckoned(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY


def require_reckoned(day: date, field: str) -> None:
    """:raises StrangeDay: for a day outside the years that are reckoned with."""
    if not is_reckoned(day):
        words = {"text": day.isoformat(), "first": FIRST_DAY.year, "last": LAST_DAY.year}
        raise StrangeDay(_("“%(text)s” is outside the years %(first)s to %(last)s.") % words, field=field)
