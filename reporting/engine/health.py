"""Health by published rules: a colour per dimension, two thresholds per rule, grey where nothing is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Colour: TypeAlias = Literal["green", "amber", "red", "grey"]

COLOURS: tuple[Colour, ...] = ("green", "amber", "red", "grey")
DIMENSIONS = ("schedule", "cost", "scope", "risks", "resources", "quality")
KNOWN: tuple[Colour, ...] = ("green", "amber", "red")


@dataclass(frozen=True)
class Limits:
    """Where a rule turns amber, then red. Both are distances from what is wanted: the larger, the worse."""

    amber: Decimal
    red: Decimal
    inclusive: bool = False

    def colour(self, value: Decimal, factor: Decimal = Decimal(1)) -> Colour:
        if self._reached(value, self.red * factor):
            return "red"
        return "amber" if self._reached(value, self.amber * factor) else "green"

    def _reached(self, value: Decimal, limit: Decimal) -> bool:
        return value >= limit if self.inclusive else value > limit


def _limits(amber: str, red: str, *, inclusive: bool = False) -> Limits:
    return Limits(Decimal(amber), Decimal(red), inclusive)


@dataclass(frozen=True)
class Thresholds:
    """Limits of a threshold set. Indices are judged by their shortfall from 1: CPI < 0.95 is one over 0.05."""

    cost_overrun: Limits = field(default=_limits("0.05", "0.10"))
    cpi_shortfall: Limits = field(default=_limits("0.05", "0.10"))
    finish_variance: Limits = field(default=_limits("5", "20"))
    spi_shortfall: Limits = field(default=_limits("0.05", "0.10"))
    risk_score: Limits = field(default=_limits("12", "20", inclusive=True))
    exposure: Limits = field(default=_limits("0.50", "1.00"))
    pending_changes: Limits = field(default=_limits("0.05", "0.10"))
    hysteresis: Decimal = Decimal("0.10")
    """A better colour is given back only when the value beats the threshold by this share of it."""


@dataclass(frozen=True)
class Signs:
    """What the rules look at. ``None`` is not known and judges nothing; shares are of 1."""

    cost_overrun: Decimal | None = None
    cpi: Decimal | None = None
    finish_variance: Decimal | None = None
    spi: Decimal | None = None
    gate_missed: bool | None = None
    risk_score: Decimal | None = None
    exposure: Decimal | None = None
    pending_changes: Decimal | None = None


def worst(colours: Mapping[str, Colour]) -> Colour:
    """The worst known colour; grey when none is known."""
    known = [KNOWN.index(colour) for colour in colours.values() if colour != "grey"]
    return KNOWN[max(known)] if known else "grey"


def assess(
    signs: Signs,
    thresholds: Thresholds,
    *,
    previous: Mapping[str, Colour] | None = None,
    stale: bool = False,
) -> dict[str, Colour]:
    """The colour of each dimension. ``stale`` greys all; ``previous`` colours hold until beaten by the margin."""
    if stale:
        return dict.fromkeys(DIMENSIONS, "grey")
    fresh = _dimensions(signs, thresholds, Decimal(1))
    held = previous or {}
    if not any(_is_better(fresh[name], held.get(name, "grey")) for name in DIMENSIONS):
        return fresh
    strict = _dimensions(signs, thresholds, 1 - thresholds.hysteresis)
    return {name: _settle(fresh[name], strict[name], held.get(name, "grey")) for name in DIMENSIONS}


def is_stale(*, report_age: int | None, period_days: int, grace_days: int, running_days: int | None) -> bool:
    """A report older than the period plus grace is stale; so is a project that ran that long without any report.

    ``running_days`` counts from the project's start; unknown means no report was ever due.
    """
    age = report_age if report_age is not None else running_days
    return age is not None and age > period_days + grace_days


def _dimensions(signs: Signs, limits: Thresholds, factor: Decimal) -> dict[str, Colour]:
    def judge(value: Decimal | None, limit: Limits) -> Colour:
        return "grey" if value is None else limit.colour(value, factor)

    gate: Colour = "grey" if signs.gate_missed is None else "red" if signs.gate_missed else "green"
    return {
        "schedule": worst(
            {
                "finish": judge(signs.finish_variance, limits.finish_variance),
                "spi": judge(_shortfall(signs.spi), limits.spi_shortfall),
                "gate": gate,
            }
        ),
        "cost": worst(
            {
                "overrun": judge(signs.cost_overrun, limits.cost_overrun),
                "cpi": judge(_shortfall(signs.cpi), limits.cpi_shortfall),
            }
        ),
        "scope": judge(signs.pending_changes, limits.pending_changes),
        "risks": worst(
            {
                "score": judge(signs.risk_score, limits.risk_score),
                "exposure": judge(signs.exposure, limits.exposure),
            }
        ),
        # Nothing feeds these two yet: no rule is published for them, so they are not known.
        "resources": "grey",
        "quality": "grey",
    }


def _settle(fresh: Colour, strict: Colour, previous: Colour) -> Colour:
    if not _is_better(fresh, previous):
        return fresh
    return KNOWN[min(KNOWN.index(previous), KNOWN.index(strict))]


def _is_better(fresh: Colour, previous: Colour) -> bool:
    """Whether a known colour would be given back for a better one."""
    return "grey" not in (fresh, previous) and KNOWN.index(previous) > KNOWN.index(fresh)


def _shortfall(index: Decimal | None) -> Decimal | None:
    return None if index is None else 1 - index
