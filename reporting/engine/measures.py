"""The catalogue of measures: what each is called, where a fact keeps it, and how it behaves in a sum.

Labels and translations live with the screens; here are only the facts of the matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """How a measure goes from projects to the level above."""

    ADDITIVE = "additive"
    COUNT = "count"
    RATIO = "ratio"
    SPREAD = "spread"


class Unit(StrEnum):
    MONEY = "money"
    NUMBER = "number"
    INDEX = "index"
    SHARE = "share"
    DAYS = "days"
    MONTHS = "months"


Terms: TypeAlias = tuple[tuple[str, int], ...]
"""A signed sum of additive fields, such as BAC − EV: ``(("bac", 1), ("ev", -1))``."""


@dataclass(frozen=True)
class Measure:
    """One measure of measures.md. ``field`` is its column in a fact; ratios have none, they have two signed sums."""

    name: str
    field: str
    kind: Kind
    unit: Unit
    numerator: Terms = ()
    denominator: Terms = ()

    @property
    def operands(self) -> tuple[str, ...]:
        """Fields a project must know to take part in this measure."""
        if self.kind is not Kind.RATIO:
            return (self.field,)
        return tuple(dict.fromkeys(field for field, _ in self.numerator + self.denominator))


def _money(*names: str) -> tuple[Measure, ...]:
    return tuple(Measure(name, name.lower(), Kind.ADDITIVE, Unit.MONEY) for name in names)


def _counts(*names: str) -> tuple[Measure, ...]:
    return tuple(Measure(name, name, Kind.COUNT, Unit.NUMBER) for name in names)


def _ratio(name: str, numerator: Terms, denominator: Terms, unit: Unit = Unit.INDEX) -> Measure:
    return Measure(name, name.lower(), Kind.RATIO, unit, numerator, denominator)


MONEY = _money(
    "approved_budget",
    "original_budget",
    "planned_spend",
    "committed",
    "AC",
    "BAC",
    "PV",
    "EV",
    "CV",
    "SV",
    "EAC",
    "ETC",
    "VAC",
    "whole_life_cost",
    "benefits",
    "threat_exposure",
    "opportunity_exposure",
)
COUNTS = _counts(
    "milestones_due",
    "milestones_late",
    "milestones_missed",
    "open_issues",
    "overdue_actions",
    "pending_changes",
    "pending_decisions",
    "open_threats",
    "unassessed_risks",
)
REMAINING: Terms = (("bac", 1), ("ev", -1))
RATIOS = (
    _ratio("CPI", (("ev", 1),), (("ac", 1),)),
    _ratio("SPI", (("ev", 1),), (("pv", 1),)),
    _ratio("TCPI", REMAINING, (("bac", 1), ("ac", -1))),
    _ratio("TCPI_EAC", REMAINING, (("eac", 1), ("ac", -1))),
    _ratio("progress", (("ev", 1),), (("bac", 1),), Unit.SHARE),
    _ratio("expected_progress", (("pv", 1),), (("bac", 1),), Unit.SHARE),
    _ratio("data_quality", (("quality_passed", 1),), (("quality_applicable", 1),), Unit.SHARE),
)
SPREADS = (
    Measure("finish_variance", "finish_variance_days", Kind.SPREAD, Unit.DAYS),
    Measure("report_age", "report_age_days", Kind.SPREAD, Unit.DAYS),
)
CATALOGUE: tuple[Measure, ...] = MONEY + COUNTS + RATIOS + SPREADS
BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in CATALOGUE}
BY_FIELD: Mapping[str, Measure] = {measure.field: measure for measure in CATALOGUE}
MONEY_FIELDS: tuple[str, ...] = tuple(measure.field for measure in MONEY)
COUNT_FIELDS: tuple[str, ...] = tuple(measure.field for measure in COUNTS)
