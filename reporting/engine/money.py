"""The money of one project: every amount of the catalogue from what its sources say."""

from dataclasses import dataclass
from decimal import Decimal

from reporting.engine.earned_value import EacMethod, Performance, difference, estimate_at_completion
from reporting.engine.figure import Figure, derive, unknown

NO_BUDGET = unknown("No approved budget line")
NO_PLAN = unknown("No spending plan")
NO_ORDERS = unknown("No order recorded")
NO_ACTUALS = unknown("No cost posted yet")
NO_PERIOD = unknown("The budget has no period and the project no dates")
NO_PROGRESS = unknown("No published report states the progress")
NO_FORECAST = unknown("No forecast made")
NO_RISKS = unknown("No risk recorded")
UNDEFINED = "Divided by zero"


@dataclass(frozen=True)
class MoneySources:
    """Sums of the project's own rows in its currency, as they stand at one date. ``progress`` is a share of 1."""

    approved_budget: Figure = NO_BUDGET
    original_budget: Figure = NO_BUDGET
    planned_spend: Figure = NO_PLAN
    committed: Figure = NO_ORDERS
    ac: Figure = NO_ACTUALS
    pv: Figure = NO_PERIOD
    progress: Figure = NO_PROGRESS
    eac_given: Figure = NO_FORECAST
    etc_given: Figure = NO_FORECAST
    whole_life_cost: Figure = NO_FORECAST
    benefits: Figure = NO_FORECAST
    threat_exposure: Figure = NO_RISKS
    opportunity_exposure: Figure = NO_RISKS
    eac_method: EacMethod = "manager"


def amounts(sources: MoneySources) -> dict[str, Figure]:
    """Every amount, by its field in a fact. Without a baseline the budget stands for it: BAC is the approved budget."""
    bac = sources.approved_budget
    ev = derive(lambda total, share: total * share, bac, sources.progress, undefined=UNDEFINED)
    eac = _eac(sources, bac, ev)
    return {
        "approved_budget": sources.approved_budget,
        "original_budget": sources.original_budget,
        "planned_spend": sources.planned_spend,
        "committed": sources.committed,
        "ac": sources.ac,
        "bac": bac,
        "pv": sources.pv,
        "ev": ev,
        "cv": _minus(ev, sources.ac),
        "sv": _minus(ev, sources.pv),
        "eac": eac,
        "etc": _minus(eac, sources.ac),
        "vac": _minus(bac, eac),
        "whole_life_cost": sources.whole_life_cost,
        "benefits": sources.benefits,
        "threat_exposure": sources.threat_exposure,
        "opportunity_exposure": sources.opportunity_exposure,
    }


def _minus(minuend: Figure, subtrahend: Figure) -> Figure:
    return derive(difference, minuend, subtrahend, undefined=UNDEFINED)


def _eac(sources: MoneySources, bac: Figure, ev: Figure) -> Figure:
    """By the project's method; the manager's total, else what is spent plus what is left to spend."""
    if sources.eac_method == "manager":
        if sources.eac_given.value is not None or sources.etc_given.absence == "unknown":
            return sources.eac_given
        return derive(lambda spent, left: spent + left, sources.ac, sources.etc_given, undefined=UNDEFINED)

    def by_method(
        bac: Decimal | None, ev: Decimal | None, ac: Decimal | None, pv: Decimal | None = None
    ) -> Decimal | None:
        return estimate_at_completion(sources.eac_method, Performance(bac=bac, ev=ev, ac=ac, pv=pv))

    operands = [bac, ev, sources.ac]
    if sources.eac_method == "combined":
        operands.append(sources.pv)
    return derive(by_method, *operands, undefined=UNDEFINED)


def share(part: Figure, whole: Decimal | None) -> Decimal | None:
    """``part`` of a positive ``whole``; unknown otherwise."""
    if part.value is None or whole is None or whole <= 0:
        return None
    return part.value / whole
