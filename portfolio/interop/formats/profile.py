"""A profile says, as data, how the columns of one kind of file become portfolios, programmes, projects and amounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as data_field
from datetime import date, timedelta
from enum import StrEnum

from .absence import AbsenceRules
from .amounts import NumberStyle
from .dates import ISO


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    KEY = "key"
    DATE = "date"
    MONEY = "money"
    CHOICE = "choice"


class Measure(StrEnum):
    """What an amount is, in the words of the money model."""

    APPROVED = "approved"
    PLANNED = "planned"
    ACTUAL = "actual"
    EAC = "eac"
    WHOLE_LIFE = "whole_life_cost"
    BENEFITS = "benefits"


@dataclass(frozen=True)
class Period:
    label: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class FiscalYear:
    """Years named by the calendar year in which they end; ``first_month`` 7 makes 2021 run from July 2020 to June 2021.

    ``two_years`` labels them 2020-21 rather than 2021.
    """

    first_month: int = 1
    two_years: bool = False

    def period(self, year: int) -> Period:
        if self.first_month == 1:
            return Period(str(year), date(year, 1, 1), date(year, 12, 31))
        start = date(year - 1, self.first_month, 1)
        end = date(year, self.first_month, 1) - timedelta(days=1)
        return Period(f"{year - 1}-{year % 100:02d}" if self.two_years else str(year), start, end)


@dataclass(frozen=True)
class Target:
    """Where an amount goes. ``line`` tells the lines of one project apart and stays the same from file to file;
    ``*`` in it stands for the year of the header."""

    measure: Measure
    line: str
    funding_source: str = ""
    category: str = ""
    period: Period | None = None
    #: The period is the fiscal year of the header; a statement without a date of its own is made on its last day.
    yearly: bool = False
    on: date | None = None
    on_field: str = ""
    #: A zero is stored only where the absence of any line would read as "not known".
    keep_zero: bool = True
    #: The column gives the first approval of the line that another column gives in its current amount.
    original_of: str = ""


@dataclass(frozen=True)
class Column:
    """One expected column. A header fits by an alias (whole), a prefix, or a pattern with a ``year`` group."""

    field: str
    aliases: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    pattern: str = ""
    kind: Kind = Kind.TEXT
    required: bool = False
    #: Another field that serves when this required one has no column.
    stand_in: str = ""
    shape: str = ""
    shape_hint: str = ""
    digits: bool = False
    may_be_blank: bool = True
    date_formats: tuple[str, ...] = ()
    choices: Mapping[str, str] = data_field(default_factory=dict)
    target: Target | None = None
    help: str = ""
    example: str = ""


@dataclass(frozen=True)
class SumRule:
    """``total`` equals the sum of ``parts`` on every row, but for rounding. ``*`` stands for the same text on
    both sides; the part ``"city:**"`` stands for all fields of that prefix other than the total."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """Templates for the code, the id in the source and the name of a portfolio, programme or project."""

    code: str
    external_id: str
    name: str


@dataclass(frozen=True)
class Profile:
    name: str
    title: str
    columns: tuple[Column, ...]
    portfolio: Level
    programme: Level
    project: Level
    key_fields: tuple[str, ...]
    currency: str
    unit: str = ""
    number_style: NumberStyle = NumberStyle.POINT
    date_formats: tuple[str, ...] = (ISO,)
    encoding: str | None = None
    absence: AbsenceRules = data_field(default_factory=AbsenceRules)
    sums: tuple[SumRule, ...] = ()
    constants: Mapping[str, str] = data_field(default_factory=dict)
    fiscal_year: FiscalYear = FiscalYear()
    #: Searched in all headers; its group ``year`` is the fiscal year of the money columns that name none.
    year_pattern: str = ""
    default_year: int | None = None
    #: When the source made its statements; else the end of the fiscal year, else the day of the import.
    stated_on: date | None = None
    #: Published returns whose dates are unreliable: a finish before the start makes both unknown, not the row wrong.
    dates_unreliable: bool = False
    #: How often projects made by the import owe a status report; published portfolios owe none to this office.
    reporting_cycle: str = "none"
    #: A portfolio or programme given by name only is the stored one of that name, whatever its code.
    match_parents_by_name: bool = False
    #: A row without programme hangs on the portfolio; else it is rejected.
    programme_optional: bool = False
