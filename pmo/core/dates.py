"""The days Vigie reckons with. Outside them a date is a slip of the keyboard, and arithmetic leaves the calendar."""

from datetime import date

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)


def is_reckoned(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY
