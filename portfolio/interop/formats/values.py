"""The cells of one row as typed values, each cell judged on its own."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .absence import Absence
from .amounts import parse_amount
from .codes import digits_key, normalised
from .dates import parse_date, within_years
from .headers import Bound
from .plan import Problem
from .profile import Kind, Profile
from .reasons import CellRefused, gettext_noop
from .table import Cell, cell_text, long_text


@dataclass
class RowValues:
    """Values by field of the profile. A money or date field is in exactly one of amounts/dates, absences, problems."""

    texts: dict[str, str] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=dict)
    absences: dict[str, Absence] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_values(cells: tuple[Cell, ...], bound: tuple[Bound, ...], profile: Profile) -> RowValues:
    """Every column is read, also after a problem, so that one report names all that is wrong with a row."""
    values = RowValues(texts=dict(profile.constants))
    # Keys and codes first: the currency of a row decides how its amounts are read.
    for column in sorted(bound, key=lambda one: one.column.kind is Kind.MONEY):
        cell = cells[column.index] if column.index < len(cells) else None
        try:
            _read(cell, column, profile, values)
        except CellRefused as refusal:
            values.problems.append(Problem(column.header, cell_text(cell)[:200], refusal.reason))
    return values


def _read(cell: Cell, bound: Bound, profile: Profile, values: RowValues) -> None:
    column, text = bound.column, cell_text(cell)
    if not text and not column.may_be_blank and column.field not in profile.constants:
        raise CellRefused(gettext_noop("“%(column)s” is empty; every row needs it."), column=bound.header)
    if column.kind in (Kind.MONEY, Kind.DATE, Kind.CHOICE):
        absence = profile.absence.classify(text, bound.header)
        if absence:
            values.absences[column.field] = absence
        elif column.kind is Kind.MONEY:
            values.amounts[column.field] = _amount(cell, text, profile, values)
        elif column.kind is Kind.DATE:
            formats = column.date_formats or profile.date_formats
            values.dates[column.field] = (
                within_years(cell, text) if isinstance(cell, date) else parse_date(text, formats)
            )
        else:
            values.texts[column.field] = _choice(text, bound)
        return
    if not text:
        return
    if column.digits:
        text = digits_key(text)
    if column.shape and not re.fullmatch(column.shape, text):
        raise CellRefused(
            gettext_noop("“%(text)s” is not %(hint)s; the cells of this row are probably shifted."),
            text=text[:200],
            hint=column.shape_hint,
        )
    values.texts[column.field] = long_text(cell) if column.kind is Kind.LONG_TEXT else text


def _amount(cell: Cell, text: str, profile: Profile, values: RowValues) -> Decimal:
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, date):
        raise CellRefused(gettext_noop("“%(text)s” is a date, not an amount."), text=text)
    currency = values.texts.get("currency", profile.currency)
    return parse_amount(text, style=profile.number_style, currency=currency, unit=profile.unit)


def _choice(text: str, bound: Bound) -> str:
    value = bound.column.choices.get(normalised(text))
    if value is None:
        raise CellRefused(
            gettext_noop("“%(text)s” is not one of the values of “%(column)s”: %(values)s."),
            text=text[:200],
            column=bound.header,
            values=", ".join(bound.column.choices),
        )
    return value
