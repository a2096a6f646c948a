"""Drifts and what to do about them: rules that name a cause with its numbers and one corrective action.

A drift weighs how many times its red limit it has reached: 1 is red, and different kinds compare.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from reporting.engine.earned_value import Performance, difference, quotient, to_complete_index
from reporting.engine.health import Colour, Limits, Thresholds

Known: TypeAlias = Decimal | None
Cause: TypeAlias = Literal["overrun", "low_cpi", "late", "low_spi", "gate_missed", "exposure", "risk", "changes"]
Dimension: TypeAlias = Literal["cost", "schedule", "risks", "scope"]
Remedy: TypeAlias = Literal[
    "request_change",
    "reforecast",
    "cut_scope",
    "replan",
    "add_capacity",
    "hold_gate",
    "fund_contingency",
    "treat_risk",
    "decide_changes",
]
DIMENSION_OF: dict[Cause, Dimension] = {
    "overrun": "cost",
    "low_cpi": "cost",
    "late": "schedule",
    "low_spi": "schedule",
    "gate_missed": "schedule",
    "exposure": "risks",
    "risk": "risks",
    "changes": "scope",
}
CREDIBLE_TCPI = Decimal("1.10")
"""Efficiency hardly ever improves by more than a tenth: beyond it the target is not credible."""


@dataclass(frozen=True)
class Position(Performance):
    """Where a project stands besides its earned value; amounts in its own currency, ``None`` = not known."""

    budget: Known = None
    eac: Known = None
    finish_variance: Known = None
    missed: int = 0
    risk_score: Known = None
    exposure: Known = None
    contingency: Known = None
    pending_changes: int = 0
    scope: Colour = "grey"


@dataclass(frozen=True)
class Drift:
    """One cause, the numbers that show it, and the action proposed."""

    cause: Cause
    remedy: Remedy
    colour: Colour
    weight: Decimal
    numbers: dict[str, Decimal] = field(default_factory=dict)


def drifts(of: Position, limits: Thresholds) -> list[Drift]:
    """Every drift at amber or beyond, the heaviest first."""
    return sorted(_found(of, limits), key=lambda drift: -drift.weight)


def heaviest(found: list[Drift]) -> list[Drift]:
    """The drift that speaks for each dimension, the heaviest first."""
    speaking: dict[Dimension, Drift] = {}
    for drift in found:
        speaking.setdefault(DIMENSION_OF[drift.cause], drift)
    return list(speaking.values())


def _found(of: Position, limits: Thresholds) -> Iterator[Drift]:
    yield from _cost(of, limits)
    yield from _schedule(of, limits)
    yield from _risks(of, limits)
    if of.pending_changes and of.scope in ("amber", "red"):
        weight = Decimal("0.5") if of.scope == "amber" else Decimal(1)
        yield Drift("changes", "decide_changes", of.scope, weight, {"count": Decimal(of.pending_changes)})


def _cost(of: Position, limits: Thresholds) -> Iterator[Drift]:
    overrun = quotient(difference(of.eac, of.budget), of.budget)
    if overrun is not None and of.eac is not None and of.budget is not None and _beyond(overrun, limits.cost_overrun):
        effort = to_complete_index(bac=of.bac, ev=of.ev, ac=of.ac, target=of.budget)
        lost = effort is not None and (effort > CREDIBLE_TCPI or effort < 0)
        numbers = {"eac": of.eac, "budget": of.budget, "gap": of.eac - of.budget, "share": overrun}
        if effort is not None:
            numbers["tcpi"] = effort
        yield _drift(
            "overrun",
            "request_change" if lost or effort is None else "cut_scope",
            overrun,
            limits.cost_overrun,
            numbers,
        )
    cpi = of.cpi
    if cpi is None or of.bac is None or not cpi or not _beyond(1 - cpi, limits.cpi_shortfall):
        return
    trend = of.bac / cpi
    numbers = {"cpi": cpi, "trend": trend} | ({"eac": of.eac} if of.eac is not None else {})
    optimistic = of.eac is not None and of.eac < trend
    yield _drift("low_cpi", "reforecast" if optimistic else "cut_scope", 1 - cpi, limits.cpi_shortfall, numbers)


def _schedule(of: Position, limits: Thresholds) -> Iterator[Drift]:
    if of.missed:
        missed = Decimal(of.missed)
        yield Drift("gate_missed", "hold_gate", "red", Decimal(1), {"count": missed})
    late = of.finish_variance
    if late is not None and _beyond(late, limits.finish_variance):
        yield _drift("late", "replan", late, limits.finish_variance, {"days": late})
    spi = of.spi
    if spi is not None and _beyond(1 - spi, limits.spi_shortfall):
        yield _drift("low_spi", "add_capacity", 1 - spi, limits.spi_shortfall, {"spi": spi})


def _risks(of: Position, limits: Thresholds) -> Iterator[Drift]:
    share = quotient(of.exposure, of.contingency)
    if share is not None and of.exposure is not None and of.contingency is not None and _beyond(share, limits.exposure):
        numbers = {"exposure": of.exposure, "contingency": of.contingency, "gap": of.exposure - of.contingency}
        remedy: Remedy = "fund_contingency" if of.exposure > of.contingency else "treat_risk"
        yield _drift("exposure", remedy, share, limits.exposure, numbers)
    score = of.risk_score
    if score is not None and _beyond(score, limits.risk_score):
        yield _drift("risk", "treat_risk", score, limits.risk_score, {"score": score})


def _beyond(value: Decimal, limits: Limits) -> bool:
    return limits.colour(value) != "green"


def _drift(cause: Cause, remedy: Remedy, value: Decimal, limits: Limits, numbers: dict[str, Decimal]) -> Drift:
    weight = value / limits.red if limits.red else Decimal(1)
    return Drift(cause, remedy, limits.colour(value), weight, numbers)
