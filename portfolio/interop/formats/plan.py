"""What an import would do: plain values, nothing written yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .absence import Absence
from .profile import Period, Target
from .reasons import Reason


@dataclass(frozen=True)
class Named:
    code: str
    external_id: str
    name: str


@dataclass(frozen=True)
class AmountPlan:
    """``amount`` in units of the project's currency; None exactly when ``absence`` says why. ``original`` is the first
    approval of a budget. ``on_is_today`` marks a date that neither file nor profile gives: it must not count as a
    change when the same file is imported on another day."""

    target: Target
    line: str
    column: str
    amount: Decimal | None
    absence: Absence | None
    original: Decimal | None
    period: Period | None
    on: date
    on_is_today: bool


@dataclass(frozen=True)
class ProjectPlan:
    """``absences`` holds the reason for each of start, finish and declared_health that the file does not give."""

    named: Named
    currency: str
    texts: Mapping[str, str]
    start: date | None
    finish: date | None
    health: str
    absences: Mapping[str, Absence]


@dataclass(frozen=True)
class RowPlan:
    number: int
    portfolio: Named
    programme: Named | None
    project: ProjectPlan
    amounts: tuple[AmountPlan, ...]
    issue: str
    stated_on: date
    stated_today: bool


@dataclass(frozen=True)
class Problem:
    column: str
    value: str
    reason: Reason


@dataclass(frozen=True)
class Rejection:
    """One per row: the first problem leads, ``also`` holds the others of the same row."""

    row: int
    first: Problem
    also: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class ColumnSum:
    """In the unit of the file. ``taken`` plus ``rejected`` is what came in; cells that are no number are counted."""

    taken: Decimal = Decimal(0)
    rejected: Decimal = Decimal(0)
    unreadable: int = 0
    unknown: int = 0
    withheld: int = 0

    @property
    def incoming(self) -> Decimal:
        return self.taken + self.rejected


@dataclass(frozen=True)
class MappedColumn:
    header: str
    field: str
    kind: str


@dataclass(frozen=True)
class ImportPlan:
    profile: str
    header_row: int
    mapped: tuple[MappedColumn, ...]
    not_taken: tuple[str, ...]
    rows: tuple[RowPlan, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]
    sums: Mapping[str, ColumnSum] = field(default_factory=dict)
    blank: int = 0
    unit: str = ""
    currency: str = ""

    @property
    def read(self) -> int:
        return len(self.rows) + len(self.rejections)
