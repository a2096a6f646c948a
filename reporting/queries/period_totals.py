"""Money of a scope by period and funding source, straight from the budget lines and the postings.

Actual costs have a day, not a period: they count in the organisation's fiscal year that holds it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from pmo.core.currency import DatedRate
from pmo.core.models import Organisation
from projects.enums import BudgetState
from projects.models import ActualCost, BudgetLine
from reporting.queries.among import of_projects
from reporting.queries.exact_sum import ExactSum
from reporting.queries.fact_set import FactSet
from reporting.queries.sources.money import in_force

COLUMNS = ("approved", "planned", "actual")
PERIOD = ("period_label", "period_start", "period_end")


@dataclass
class PeriodTotal:
    """Sums in the roll-up's currency; ``None`` where no row says anything.

    ``incomplete`` counts the rows that are in no sum because their amount, or its rate, is not known. Periods without
    dates are known by their label only ("to complete").
    """

    label: str
    start: date | None
    end: date | None
    funding_source: str
    approved: Decimal | None = None
    planned: Decimal | None = None
    actual: Decimal | None = None
    incomplete: int = 0


def period_totals(facts: FactSet, currency: str) -> list[PeriodTotal]:
    """In the order of the periods; those without dates come last."""
    totals: dict[tuple[Any, ...], PeriodTotal] = {}
    labels: dict[tuple[date, date], str] = {}

    def add(period: tuple[Any, ...], column: str, row: Mapping[str, Any]) -> None:
        key = (*period, row["funding_source"])
        _add(totals.setdefault(key, PeriodTotal(*key)), column, row, facts.rates.between(row["currency"], currency))

    for row in _budget(facts):
        if row["period_start"] is not None:
            labels.setdefault((row["period_start"], row["period_end"]), row["period_label"])
        add(tuple(row[name] for name in PERIOD), _column(row), row)
    first_month = Organisation.current().fiscal_year_start_month
    for row in _postings(facts):
        start, end = fiscal_year(row["month"], first_month)
        add((labels.get((start, end), str(end.year)), start, end), "actual", row)
    return sorted(map(_rounded, totals.values()), key=_order)


def fiscal_year(day: date, first_month: int) -> tuple[date, date]:
    """First and last day of the fiscal year that holds the day."""
    start = date(day.year if day.month >= first_month else day.year - 1, first_month, 1)
    return start, date(start.year + 1, first_month, 1) - timedelta(days=1)


def _budget(facts: FactSet) -> Iterable[dict[str, Any]]:
    lines = BudgetLine.objects.filter(in_force(facts.as_of) | Q(state=BudgetState.PLANNED))
    return _group(lines, facts, "current", "state", *PERIOD)


def _postings(facts: FactSet) -> Iterable[dict[str, Any]]:
    posted = ActualCost.objects.filter(posting_date__lte=facts.as_of).annotate(month=TruncMonth("posting_date"))
    return _group(posted, facts, "amount", "month")


def _group(rows: QuerySet[Any], facts: FactSet, amount: str, *keys: str) -> Iterable[dict[str, Any]]:
    grouped = rows.filter(of_projects(facts.ids)).order_by()
    return list(
        grouped.values("currency", "funding_source", *keys).annotate(
            total=ExactSum(amount), rows=Count("pk"), known=Count(amount)
        )
    )


def _column(row: Mapping[str, Any]) -> str:
    return "approved" if row["state"] == BudgetState.APPROVED else "planned"


def _add(total: PeriodTotal, column: str, row: Mapping[str, Any], dated: DatedRate | None) -> None:
    if dated is None:
        total.incomplete += row["rows"]
        return
    total.incomplete += row["rows"] - row["known"]
    if row["total"] is not None:
        setattr(total, column, (getattr(total, column) or Decimal(0)) + row["total"] * dated.value)


def _rounded(total: PeriodTotal) -> PeriodTotal:
    amounts = {column: getattr(total, column) for column in COLUMNS}
    return replace(total, **{name: round(amount, 6) for name, amount in amounts.items() if amount is not None})


def _order(total: PeriodTotal) -> tuple[Any, ...]:
    return (total.start is None, total.start or date.min, total.end or date.min, total.label, total.funding_source)
