"""Money of a scope by period and funding source."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from pmo.core.currency import Rates
from reporting.queries.exact_sum import ExactSum
from reporting.queries.fact_set import FactSet

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


def period_totals(facts: FactSet, currency: str, rates: Rates) -> list[PeriodTotal]:
    """In the order of the periods; those without dates come last."""
    totals: dict[tuple[Any, ...], PeriodTotal] = {}
    for row in _stored(facts) if facts.is_stored else _computed(facts):
        key = tuple(row[name] for name in KEYS)
        _add(totals.setdefault(key, PeriodTotal(*key)), row, rates, currency)
    return sorted(map(_rounded, totals.values()), key=_order)


def _stored(facts: FactSet) -> Iterable[dict[str, Any]]:
    sums = {f"{column}_sum": ExactSum(column) for column in COLUMNS}
    grouped: Iterable[dict[str, Any]] = facts.stored_periods.values(*KEYS, "currency").annotate(
        incomplete_n=Count("pk", filter=Q(incomplete=True)), **sums
    )
    return grouped


def _computed(facts: FactSet) -> Iterable[dict[str, Any]]:
    for fact in facts.computed_periods:
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
