"""Money of a scope by period and funding source."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from pmo.core.currency import Rates
from pmo.core.models import User
from projects.models import Project
from reporting.models import ProjectPeriodFact
from reporting.queries.cells import stored_are_of
from reporting.queries.exact_sum import ExactSum
from reporting.queries.periods import compute_periods
from reporting.queries.scope import Scope

COLUMNS = ("approved", "planned", "actual")
KEYS = ("period_label", "period_start", "period_end", "funding_source")


@dataclass
class PeriodTotal:
    """Sums in the roll-up's currency. ``incomplete`` counts the parts with an amount that is not known."""

    label: str
    start: date | None
    end: date | None
    funding_source: str
    approved: Decimal | None = None
    planned: Decimal | None = None
    actual: Decimal | None = None
    incomplete: int = 0


def period_totals(user: User | None, scope: Scope, as_of: date, currency: str, rates: Rates) -> list[PeriodTotal]:
    """In the order of the periods; those without dates come last."""
    projects = Project.objects.visible_to(user).filter(scope.condition)
    totals: dict[tuple[Any, ...], PeriodTotal] = {}
    for row in _stored(projects) if stored_are_of(projects, as_of) else _computed(projects, as_of):
        key = tuple(row[name] for name in KEYS)
        _add(totals.setdefault(key, PeriodTotal(*key)), row, rates, currency)
    return sorted(map(_rounded, totals.values()), key=_order)


def _stored(projects: Any) -> Iterable[dict[str, Any]]:
    facts = ProjectPeriodFact.objects.filter(project__in=projects.order_by().values("pk")).order_by()
    grouped: Iterable[dict[str, Any]] = facts.values(*KEYS, "currency").annotate(
        **{f"{column}_sum": ExactSum(column) for column in COLUMNS},
        incomplete_n=Count("pk", filter=Q(incomplete=True)),
    )
    return grouped


def _computed(projects: Any, as_of: date) -> Iterable[dict[str, Any]]:
    for fact in compute_periods(projects.order_by().values_list("pk", flat=True), as_of=as_of):
        yield {
            **{key: getattr(fact, key) for key in KEYS},
            **{f"{column}_sum": getattr(fact, column) for column in COLUMNS},
            "currency": fact.currency,
            "incomplete_n": int(fact.incomplete),
        }


def _add(total: PeriodTotal, row: dict[str, Any], rates: Rates, currency: str) -> None:
    dated = rates.between(row["currency"], currency)
    total.incomplete += row["incomplete_n"] if dated is not None else 1
    for column in COLUMNS:
        amount = row[f"{column}_sum"]
        if amount is not None and dated is not None:
            setattr(total, column, (getattr(total, column) or Decimal(0)) + amount * dated.value)


def _rounded(total: PeriodTotal) -> PeriodTotal:
    amounts = {column: getattr(total, column) for column in COLUMNS}
    return replace(total, **{name: round(amount, 6) for name, amount in amounts.items() if amount is not None})


def _order(total: PeriodTotal) -> tuple[Any, ...]:
    return (total.start is None, total.start or date.min, total.end or date.min, total.label, total.funding_source)
