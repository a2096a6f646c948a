"""Amounts as people and systems write them, read exactly: ``Decimal``, never a binary float."""

import re
from decimal import Decimal
from enum import StrEnum

from .reasons import CellRefused, gettext_noop


class NumberStyle(StrEnum):
    POINT = "point"  # 1,234.50
    COMMA = "comma"  # 1 234,50 or 1.234,50
    AUTO = "auto"  # either, as long as it can be read in one way only


SCALES = {"": Decimal(1), "1": Decimal(1), "k": Decimal(1000), "M": Decimal(1_000_000)}
SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "¥": "JPY", "CHF": "CHF"}
MAX_DIGITS_BEFORE_POINT = 15
MAX_DECIMALS = 12

_SPACES = "\u00a0\u202f\u2009 '’"
_UNIT = re.compile(
    r"[-+(]?[\d.,\s]*\d\s*\(?\s*([$€£]?\s*(?:k|m|mm|bn|md|mio)\b[$€£]?|[$€£]\s*(?:k|m|bn)\b)\s*\)?", re.I
)
_SCIENTIFIC = re.compile(r"[0-9]+(?P<mark>[.,]?)[0-9]*[eE][-+]?[0-9]{1,2}")
_PLAIN = re.compile(r"[0-9]+")
_CURRENCY = re.compile(r"US\$|[€£$¥]|^[A-Z]{3}(?=[\s\d(.-])|(?<=[\d\s)])[A-Z]{3}$")


def parse_amount(text: str, *, style: NumberStyle, currency: str, unit: str) -> Decimal:
    """The number written in ``text``, in the unit of the file (not scaled).

    ``currency`` is the only one whose symbol or code may stand beside the number.

    :raises CellRefused: with what would be right.
    """
    bare = text.strip().replace("\u2212", "-")
    if _UNIT.fullmatch(bare):
        raise CellRefused(
            gettext_noop(
                "“%(text)s” holds a unit. Write the number alone, as %(example)s: the column is read in %(unit)s."
            ),
            text=text,
            example=re.sub(r"[^\d.,-].*$", "", bare.lstrip("(")) or "0",
            unit=f"{unit or '1'} {currency}",
        )
    bare = _without_currency(bare, text, currency)
    bare, negative = _sign(bare, text)
    value = _unsigned(bare, text, style)
    if value.adjusted() >= MAX_DIGITS_BEFORE_POINT or -int(value.as_tuple().exponent) > MAX_DECIMALS:
        raise CellRefused(gettext_noop("“%(text)s” is beyond the size of an amount."), text=text)
    return -value if negative else value


def _without_currency(bare: str, text: str, currency: str) -> str:
    match = _CURRENCY.search(bare)
    if not match or not any(char.isdigit() for char in bare):
        return bare
    found = SYMBOLS.get(match[0], match[0])
    if found != currency:
        raise CellRefused(
            gettext_noop("“%(text)s” is in %(found)s; the amounts of this file are in %(currency)s."),
            text=text,
            found=found,
            currency=currency,
        )
    return (bare[: match.start()] + bare[match.end() :]).strip()


def _sign(bare: str, text: str) -> tuple[str, bool]:
    """Minus before or after, or accounting parentheses; one of them only."""
    for opening, closing in (("(", ")"), ("-", ""), ("", "-"), ("+", "")):
        if bare.startswith(opening) and bare.endswith(closing) and len(bare) > len(opening + closing):
            inner = bare[len(opening) : len(bare) - len(closing)].strip(_SPACES)
            if inner[:1].isdigit():
                return inner, opening + closing != "+"
    if bare and (bare[0].isdigit() or bare[0] in ".,"):
        return bare, False
    raise _not_a_number(text)


def _unsigned(bare: str, text: str, style: NumberStyle) -> Decimal:
    scientific = _SCIENTIFIC.fullmatch(bare)
    if scientific:
        if scientific["mark"] == "," and style is NumberStyle.POINT:
            raise _not_a_number(text)
        return Decimal(bare.replace(",", "."))
    if _PLAIN.fullmatch(bare):
        return Decimal(bare)
    readings = {
        value
        for mark in (".", ",")
        if style is NumberStyle.AUTO or mark == ("." if style is NumberStyle.POINT else ",")
        if (value := _read(bare, mark)) is not None
    }
    if len(readings) > 1:
        raise CellRefused(
            gettext_noop(
                "“%(text)s” can be read as %(one)s or as %(two)s. Write it without thousands separators, or use a "
                "profile that says how decimals are written."
            ),
            text=text,
            one=min(readings),
            two=max(readings),
        )
    if not readings:
        raise _not_a_number(text)
    return readings.pop()


def _read(bare: str, mark: str) -> Decimal | None:
    """``bare`` with ``mark`` before the decimals, groups of exactly three before it; None when it is not so written."""
    whole, _, decimals = bare.partition(mark)
    if mark in decimals or (decimals and not decimals.isascii()) or (decimals and not decimals.isdigit()):
        return None
    if bare.endswith(mark):
        return None
    other = "," if mark == "." else "."
    for separator in (*_SPACES, other):
        if separator in whole:
            first, *groups = whole.split(separator)
            if not (1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)):
                return None
            whole = "".join([first, *groups])
            break
    if whole and not (whole.isascii() and whole.isdigit()):
        return None
    return Decimal(f"{whole or '0'}.{decimals or '0'}") if decimals else Decimal(whole or "0")


def _not_a_number(text: str) -> CellRefused:
    return CellRefused(
        gettext_noop(
            "“%(text)s” is not an amount. Write a number such as 1234.50, or leave the cell empty when it is unknown."
        ),
        text=text[:200],
    )


def plain(value: Decimal) -> str:
    """All digits, no exponent, no trailing zeros."""
    return format(value.normalize(), "f") if value else "0"


def scaled(value: Decimal, unit: str) -> Decimal:
    """From the unit of the file to units of the currency; exact, because the scales are powers of ten."""
    return value.scaleb(SCALES[unit].adjusted())
