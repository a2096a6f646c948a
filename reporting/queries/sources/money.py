"""Budget, plan, orders, actuals and forecasts of projects at a date."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_noop

from pmo.core.enums import Missing
from projects.enums import BudgetState
from projects.models import ActualCost, BudgetLine, Commitment, Forecast
from reporting.engine.figure import Figure, unknown, withheld
from reporting.engine.planned_value import share_elapsed
from reporting.queries.sources.sums import Converter, sums_by_project, total, when

NO_PERIOD = gettext_noop("The budget has no period and the project no dates")


@dataclass(frozen=True)
class Plan:
    """Dates over which an amount without a period is spread; ``None`` when the project has none."""

    start: date | None
    end: date | None


def in_force(as_of: date) -> Q:
    """Approved budget lines in force: approved on or before the day, or at a date nobody recorded."""
    return Q(state=BudgetState.APPROVED) & (Q(approved_on=None) | Q(approved_on__lte=as_of))


def budgets(
    ids: Sequence[int], as_of: date, convert: Converter, plans: dict[int, Plan], holidays: Sequence[date]
) -> dict[str, dict[int, Figure]]:
    """Approved and original budget, and the part of the approved one planned to be done by the day."""
    approved = BudgetLine.objects.filter(in_force(as_of), project__in=ids)
    rows = sums_by_project(
        approved,
        approved="current",
        first="original",
        elapsed=when(Q(period_end__lte=as_of), "current"),
        undated=when(Q(period_start=None), "current"),
    )
    running = (
        approved.filter(period_start__lte=as_of, period_end__gt=as_of)
        .exclude(current=None)
        .order_by()
        .values_list("project_id", "currency", "period_start", "period_end", "current")
    )
    parts: dict[int, list[Figure]] = defaultdict(list)
    for project, figure in convert.figures(rows, "elapsed").items():
        parts[project].append(figure)
    for project, currency, start, end, amount in running:
        parts[project].append(convert.figure(project, currency, amount * share_elapsed(start, end, as_of, holidays)))
    for row in rows:
        if row["undated"] is not None:
            parts[row["project_id"]].append(_undated(row, as_of, convert, plans, holidays))
    return {
        "approved_budget": convert.figures(rows, "approved"),
        "original_budget": convert.figures(rows, "first"),
        "pv": {project: total(figures) for project, figures in parts.items()},
    }


def _undated(
    row: dict[str, Any], as_of: date, convert: Converter, plans: dict[int, Plan], holidays: Sequence[date]
) -> Figure:
    plan = plans[row["project_id"]]
    if plan.start is None or plan.end is None:
        return unknown(NO_PERIOD)
    share = share_elapsed(plan.start, plan.end, as_of, holidays)
    return convert.figure(row["project_id"], row["currency"], row["undated"] * share)


def planned_spend(ids: Sequence[int], convert: Converter) -> dict[int, Figure]:
    """The whole spending plan: lines in state planned."""
    rows = sums_by_project(BudgetLine.objects.filter(project__in=ids, state=BudgetState.PLANNED), planned="current")
    return convert.figures(rows, "planned")


def committed(ids: Sequence[int], as_of: date, convert: Converter) -> dict[int, Figure]:
    """Ordered and not yet invoiced; 0 where every order is closed."""
    open_orders = Q(closed=False)
    rows = sums_by_project(
        Commitment.objects.filter(project__in=ids, ordered_on__lte=as_of),
        ordered=when(open_orders, "amount"),
        invoiced=when(open_orders, "invoiced"),
    )
    for row in rows:
        row["left"] = (row["ordered"] or 0) - (row["invoiced"] or 0)
    return convert.figures(rows, "left")


def actual_cost(ids: Sequence[int], as_of: date, convert: Converter) -> dict[int, Figure]:
    """Posted on or before the day; a project without a posting has no actual cost, which is not 0."""
    rows = sums_by_project(ActualCost.objects.filter(project__in=ids, posting_date__lte=as_of), spent="amount")
    return convert.figures(rows, "spent")


def forecasts(ids: Sequence[int], as_of: date, convert: Converter) -> dict[str, dict[int, Figure]]:
    """The latest statement of each kind made on or before the day."""
    latest = (
        Forecast.objects.filter(project__in=ids, made_on__lte=as_of)
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=[F("project_id"), F("kind")],
                order_by=[F("made_on").desc(), F("pk").desc()],
            )
        )
        .filter(rank=1)
        .order_by()
        .values_list("project_id", "kind", "currency", "amount", "missing", "missing_reason")
    )
    found: dict[str, dict[int, Figure]] = defaultdict(dict)
    for project, kind, currency, amount, missing, reason in latest:
        if amount is not None:
            found[kind][project] = convert.figure(project, currency, amount)
        else:
            found[kind][project] = withheld(reason) if missing == Missing.WITHHELD else unknown(reason)
    return found
