"""Budget, plan, orders, actuals and forecasts of projects at a date."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_noop

from pmo.core.enums import Missing
from projects.enums import BudgetState
from projects.models import ActualCost, BudgetLine, Commitment, Forecast
from reporting.engine.figure import Figure, unknown, withheld
from reporting.engine.planned_value import share_elapsed
from reporting.queries.among import of_projects
from reporting.queries.sources.sums import Converter, sums_by_project, total, when

NO_PERIOD = gettext_noop("The budget has no period and the project no dates")


class Plan(NamedTuple):
    """Dates over which an amount without a period is spread; ``None`` when the project has none."""

    start: date | None
    end: date | None


def in_force(as_of: date) -> Q:
    """Approved budget lines in force: approved on or before the day, or at a date nobody recorded."""
    return Q(state=BudgetState.APPROVED) & (Q(approved_on=None) | Q(approved_on__lte=as_of))


def budgets(
    ids: Sequence[int], as_of: date, convert: Converter, plans: Mapping[int, Plan], holidays: Sequence[date]
) -> dict[str, dict[int, Figure]]:
    """Approved and original budget, the part of the approved one planned to be done by the day, and the whole spending
    plan (lines in state planned)."""
    lines = BudgetLine.objects.filter(of_projects(ids), in_force(as_of) | Q(state=BudgetState.PLANNED))
    rows = sums_by_project(
        lines, "state", "period_start", "period_end", amount="current", granted="current", first="original"
    )
    approved = [row for row in rows if row["state"] == BudgetState.APPROVED]
    return {
        "approved_budget": convert.figures(approved, "granted"),
        "original_budget": convert.figures(approved, "first"),
        "planned_spend": convert.figures([row for row in rows if row["state"] == BudgetState.PLANNED], "granted"),
        "pv": _planned_value(approved, as_of, convert, plans, holidays),
    }


def _planned_value(
    approved: Sequence[dict[str, Any]],
    as_of: date,
    convert: Converter,
    plans: Mapping[int, Plan],
    holidays: Sequence[date],
) -> dict[int, Figure]:
    """Lines without a period are spread over the project's own dates; unknown where it has none."""

    @cache
    def share(start: date, end: date) -> Decimal:
        return share_elapsed(start, end, as_of, holidays)

    homeless = []
    for row in approved:
        start, end = row["period_start"], row["period_end"]
        if start is None:
            start, end = plans[row["project_id"]]
        known = row["granted"] is not None
        row["done"] = row["granted"] * share(start, end) if known and start and end else None
        if known and row["done"] is None:
            homeless.append(row["project_id"])
    found = convert.figures(approved, "done")
    return found | {project: total([found[project], unknown(NO_PERIOD)]) for project in homeless}


def committed(ids: Sequence[int], as_of: date, convert: Converter) -> dict[int, Figure]:
    """Ordered and not yet invoiced; 0 where every order is closed."""
    open_orders = Q(closed=False)
    rows = sums_by_project(
        Commitment.objects.filter(of_projects(ids), ordered_on__lte=as_of),
        amount="amount",
        ordered=when(open_orders, "amount"),
        invoiced=when(open_orders, "invoiced"),
    )
    for row in rows:
        row["left"] = (row["ordered"] or 0) - (row["invoiced"] or 0)
    return convert.figures(rows, "left")


def actual_cost(ids: Sequence[int], as_of: date, convert: Converter) -> dict[int, Figure]:
    """Posted on or before the day; a project without a posting has no actual cost, which is not 0."""
    posted = ActualCost.objects.filter(of_projects(ids), posting_date__lte=as_of)
    rows = sums_by_project(posted, amount="amount", spent="amount")
    return convert.figures(rows, "spent")


def forecasts(ids: Sequence[int], as_of: date, convert: Converter) -> dict[str, dict[int, Figure]]:
    """The latest statement of each kind made on or before the day."""
    latest = (
        Forecast.objects.filter(of_projects(ids), made_on__lte=as_of)
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
