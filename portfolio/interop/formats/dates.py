"""Dates by explicit formats: a date is never guessed."""

import re
from datetime import date

from .reasons import CellRefused, gettext_noop

ISO = "iso"
DAY_FIRST = "dmy"
MONTH_FIRST = "mdy"

_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_PATTERNS = {
    ISO: (_ISO, "YYYY-MM-DD"),
    DAY_FIRST: (
        re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})(?: \d{2}:\d{2}(?::\d{2})?)?"),
        "dd/mm/yyyy",
    ),
    MONTH_FIRST: (
        re.compile(r"(?P<m>\d{1,2})[/.-](?P<d>\d{1,2})[/.-](?P<y>\d{4})(?: \d{2}:\d{2}(?::\d{2})?)?"),
        "mm/dd/yyyy",
    ),
}
EARLIEST, LATEST = 1900, 2200


def parse_date(text: str, formats: tuple[str, ...]) -> date:
    """The first of ``formats`` by which ``text`` is a possible date.

    :raises CellRefused: naming what is impossible and how dates are written.
    """
    written = " / ".join(_PATTERNS[name][1] for name in formats)
    impossible: CellRefused | None = None
    for name in formats:
        match = _PATTERNS[name][0].fullmatch(text.strip())
        if match:
            try:
                return _build(text, int(match["y"]), int(match["m"]), int(match["d"]), written)
            except CellRefused as refusal:
                impossible = impossible or refusal
    if impossible:
        raise impossible
    raise CellRefused(
        gettext_noop("“%(text)s” is not a date. Dates of this file are written %(written)s."),
        text=text[:200],
        written=written,
    )


def _build(text: str, year: int, month: int, day: int, written: str) -> date:
    if not 1 <= month <= 12:
        raise CellRefused(
            gettext_noop(
                "“%(text)s” is not a possible date: there is no month %(month)s. Dates are written %(written)s."
            ),
            text=text,
            month=month,
            written=written,
        )
    try:
        value = date(year, month, day)
    except ValueError as error:
        raise CellRefused(
            gettext_noop(
                "“%(text)s” is not a possible date: that month has no day %(day)s. Dates are written %(written)s."
            ),
            text=text,
            day=day,
            written=written,
        ) from error
    return within_years(value, text)


def within_years(value: date, text: str) -> date:
    """The date of a cell, typed by a workbook or read from text; placeholders such as 9999-12-31 are no dates.

    :raises CellRefused: naming the years.
    """
    if not EARLIEST <= value.year <= LATEST:
        raise CellRefused(
            gettext_noop("“%(text)s” is outside the years %(first)s to %(last)s."),
            text=text,
            first=EARLIEST,
            last=LATEST,
        )
    return value
