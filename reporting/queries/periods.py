"""Money of projects by period and source at a date, computed from the sources.

Actual costs have a day, not a period: they count in the period of the project's own budget that holds the month they
were posted in, else in the organisation's fiscal year.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from pmo.core.currency import Rates
from pmo.core.models import Organisation
from projects.enums import BudgetState
from projects.models import ActualCost, BudgetLine, Project
from reporting.models import ProjectPeriodFact
from reporting.queries.exact_sum import ExactSum
from reporting.queries.facts import chunks
from reporting.queries.sources.money import in_force


@dataclass(frozen=True)
class Period:
    """A stretch of the budget; ``start`` and ``end`` are there together or not at all."""

    label: str
    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        return self.start is not None and self.end is not None and self.start <= day <= self.end


class _Cells:
    """Amounts by project, period, source, cost type and column, in the project's currency."""

    def __init__(self, currencies: dict[int, str], rates: Rates) -> None:
        self._currencies, self._rates = currencies, rates
        self._facts: dict[tuple[Any, ...], ProjectPeriodFact] = {}
        self._lacking: set[tuple[Any, ...]] = set()
        self.periods: dict[int, set[Period]] = {}

    def add(self, column: str, period: Period, row: dict[str, Any]) -> None:
        """Add one grouped row; a group that lacks an amount makes its cell unknown for good."""
        project = row["project_id"]
        key = (project, period, row["funding_source"], row["cost_type"])
        if key not in self._facts:
            self._facts[key] = ProjectPeriodFact(
                project_id=project,
                currency=self._currencies[project],
                period_label=period.label,
                period_start=period.start,
                period_end=period.end,
                funding_source=row["funding_source"],
                cost_type=row["cost_type"],
            )
        rate = self._rates.between(row["currency"], self._currencies[project])
        if rate is None or row["rows"] > row["known"]:
            self._lacking.add((key, column))
            self._facts[key].incomplete = True
        if (key, column) in self._lacking:
            setattr(self._facts[key], column, None)
        elif rate is not None:
            so_far = getattr(self._facts[key], column) or Decimal(0)
            setattr(self._facts[key], column, so_far + round(row["total"] * rate.value, 6))

    def all(self) -> list[ProjectPeriodFact]:
        return list(self._facts.values())


def compute_periods(project_ids: Iterable[int], *, as_of: date) -> list[ProjectPeriodFact]:
    """Unsaved period facts of these projects as they stood at the close of ``as_of``."""
    first_month = Organisation.current().fiscal_year_start_month
    rates = Rates(as_of)
    return [fact for ids in chunks(project_ids) for fact in _compute(ids, as_of, rates, first_month)]


def _compute(ids: Sequence[int], as_of: date, rates: Rates, first_month: int) -> list[ProjectPeriodFact]:
    cells = _Cells(dict(Project.objects.filter(pk__in=ids).values_list("pk", "currency")), rates)
    budget = BudgetLine.objects.filter(in_force(as_of) | Q(state=BudgetState.PLANNED), project__in=ids)
    for row in _group(budget, "current", "state", "period_label", "period_start", "period_end"):
        period = Period(row["period_label"], row["period_start"], row["period_end"])
        cells.periods.setdefault(row["project_id"], set()).add(period)
        cells.add("approved" if row["state"] == BudgetState.APPROVED else "planned", period, row)
    spent = ActualCost.objects.filter(project__in=ids, posting_date__lte=as_of).annotate(
        month=TruncMonth("posting_date")
    )
    for row in _group(spent, "amount", "month"):
        own = sorted((p for p in cells.periods.get(row["project_id"], ()) if p.holds(row["month"])), key=_length)
        cells.add("actual", own[0] if own else fiscal_year(row["month"], first_month), row)
    return cells.all()


def _group(rows: Any, amount: str, *keys: str) -> list[dict[str, Any]]:
    grouped = rows.order_by().values("project_id", "currency", "funding_source", "cost_type", *keys)
    return list(grouped.annotate(rows=Count("pk"), known=Count(amount), total=ExactSum(amount)))


def _length(period: Period) -> tuple[timedelta, str]:
    """Shortest first: a month is a better place than the year that holds it."""
    assert period.start is not None
    assert period.end is not None
    return period.end - period.start, period.label


def fiscal_year(day: date, first_month: int) -> Period:
    """The fiscal year that holds the day, named by the calendar year it ends in."""
    start = date(day.year if day.month >= first_month else day.year - 1, first_month, 1)
    end = date(start.year + 1, first_month, 1) - timedelta(days=1)
    return Period(str(end.year), start, end)
