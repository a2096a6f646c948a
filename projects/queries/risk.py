"""What a set of risks adds up to: the matrix and the exposure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from projects.enums import RiskKind, RiskState

PROBABILITY = {step: Decimal(share) / 100 for step, share in enumerate((10, 30, 50, 70, 90), start=1)}


@dataclass(frozen=True)
class Matrix:
    """Open risks by rating in force; those without a rating are counted beside, never inside."""

    cells: dict[tuple[int, int], int]
    unassessed: int


@dataclass(frozen=True)
class Exposure:
    """Σ probability × cost impact of open risks in one currency, over those that have both."""

    kind: str
    currency: str
    amount: Decimal
    known: int
    of: int


def matrix(risks: "QuerySet[Any]", kind: str = RiskKind.THREAT) -> Matrix:
    """The 5 × 5 counts of the open ones of this kind among rated risks; one query."""
    counted = (
        risks.filter(kind=kind, state=RiskState.OPEN)
        .order_by()
        .values_list("now_probability", "now_impact")
        .annotate(count=Count("pk"))
    )
    cells = {(probability, impact): count for probability, impact, count in counted if probability}
    return Matrix(cells, sum(count for probability, _, count in counted if not probability))


def exposures(risks: "QuerySet[Any]") -> list[Exposure]:
    """One total a kind and currency, threats first; amounts of different currencies are never added. One query."""
    rows = (
        risks.filter(state=RiskState.OPEN)
        .order_by("-kind", "project__currency")
        .values_list("kind", "project__currency", "now_probability", "cost_impact")
    )
    grouped: dict[tuple[str, str], list[Decimal | None]] = {}
    for kind, currency, probability, cost in rows:
        worth = PROBABILITY[probability] * cost if probability and cost is not None else None
        grouped.setdefault((kind, currency), []).append(worth)
    return [_exposure(kind, currency, worths) for (kind, currency), worths in grouped.items()]


def _exposure(kind: str, currency: str, worths: Iterable[Decimal | None]) -> Exposure:
    listed = list(worths)
    known = [worth for worth in listed if worth is not None]
    return Exposure(kind, currency, sum(known, Decimal(0)), len(known), len(listed))
