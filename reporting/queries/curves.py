"""Curves over time of a scope: the S-curve of planned, earned and spent, and earned schedule."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.db.models.functions import TruncMonth

from pmo.core.currency import Rates
from pmo.core.models import User
from projects.enums import ReportState
from projects.models import ActualCost, BudgetLine, StatusReport
from reporting.engine.earned_value import duration_at_completion, earned_schedule, schedule_index
from reporting.engine.planned_value import Curve, PlannedPeriod, month_end, monthly_curve, next_month
from reporting.engine.rollup import Total
from reporting.models import ProjectFact
from reporting.queries.exact_sum import ExactSum
from reporting.queries.fact_set import FactSet
from reporting.queries.facts import chunks
from reporting.queries.scope import Scope
from reporting.queries.sources.money import in_force

TIMING = ("ES", "SPI(t)", "IEAC(t)")


@dataclass(frozen=True)
class SCurve:
    """Cumulative amounts at the end of each month. ``ev`` and ``ac`` stop at ``as_of``: later they are ``None``."""

    months: Sequence[date]
    pv: Sequence[Decimal]
    ev: Sequence[Decimal | None]
    ac: Sequence[Decimal | None]


def earned_schedule_of(facts: FactSet, currency: str, rates: Rates, *, like: Total) -> dict[str, Total]:
    """ES, SPI(t) and IEAC(t) in months, from the summed curves of the projects that know both their PV and their EV.

    ``like`` is the total of SPI, which needs the same projects: its counts are theirs.
    """
    curve = planned_curve([fact.project_id for fact in facts.earned], facts.as_of, currency, rates)
    earned = [_in(fact.currency, fact.ev, currency, rates) for fact in facts.earned]
    ev = None if None in earned else sum((value or Decimal(0) for value in earned), Decimal(0))
    values: dict[str, Decimal | None] = dict.fromkeys(TIMING)
    if curve is not None:
        values["ES"] = earned_schedule(curve.values, ev)
        values["SPI(t)"] = schedule_index(values["ES"], curve.elapsed(facts.as_of))
        values["IEAC(t)"] = duration_at_completion(Decimal(len(curve.values)), values["SPI(t)"])
    return {name: replace(like, value=value) for name, value in values.items()}


def planned_curve(project_ids: Sequence[int], as_of: date, currency: str, rates: Rates) -> Curve | None:
    """The approved budgets in force at the day, spread over months; ``None`` when nothing is planned."""
    periods: list[PlannedPeriod] = []
    for ids in chunks(project_ids):
        lines = BudgetLine.objects.filter(in_force(as_of), project__in=ids).exclude(current=None).order_by()
        dated = lines.exclude(period_start=None).values_list("currency", "period_start", "period_end")
        for line_currency, start, end, amount in dated.annotate(total=ExactSum("current")):
            periods += _period(start, end, _in(line_currency, amount, currency, rates))
        undated = lines.filter(period_start=None).values_list(
            "currency", "project__start", "project__finish", "project__baseline_finish"
        )
        for line_currency, start, finish, baseline, amount in undated.annotate(total=ExactSum("current")):
            periods += _period(start, baseline or finish, _in(line_currency, amount, currency, rates))
    return monthly_curve(periods)


def s_curve(
    user: User | None, scope: Scope, as_of: date, currency: str, *, facts: FactSet | None = None
) -> SCurve | None:
    """Planned, earned and spent by month; ``None`` when nothing is planned and nothing was spent."""
    rates = Rates(as_of)
    rows = (facts or FactSet.visible(user, scope, as_of)).rows
    ids = [fact.project_id for fact in rows]
    planned = planned_curve(ids, as_of, currency, rates)
    spent = _spent(ids, as_of, currency, rates)
    starts = [month for month in (planned.first_month if planned else None, min(spent, default=None)) if month]
    if not starts:
        return None
    ends = [as_of.replace(day=1)] if planned is None else [as_of.replace(day=1), _last_month(planned)]
    months = _months(min(starts), max(ends))
    past = sum(month <= as_of for month in months)
    ac = list(accumulate(spent.get(month, Decimal(0)) for month in months[:past]))
    ev = _earned(rows, months[:past], as_of, currency, rates)
    blank: list[Decimal | None] = [None] * (len(months) - past)
    return SCurve(
        months=[month_end(month) for month in months],
        pv=[_at(planned, month) for month in months],
        ev=[*(ev if any(ev) else [None] * past), *blank],
        ac=[*(ac if spent else [None] * past), *blank],
    )


def _period(start: date | None, end: date | None, amount: Decimal | None) -> list[PlannedPeriod]:
    if start is None or end is None or amount is None or end < start:
        return []
    return [PlannedPeriod(start, end, amount)]


def _in(source: str, amount: Decimal | None, target: str, rates: Rates) -> Decimal | None:
    dated = rates.between(source, target)
    return None if dated is None or amount is None else amount * dated.value


def _spent(ids: Sequence[int], as_of: date, currency: str, rates: Rates) -> dict[date, Decimal]:
    spent: dict[date, Decimal] = defaultdict(Decimal)
    for part in chunks(ids):
        rows = ActualCost.objects.filter(project__in=part, posting_date__lte=as_of).order_by()
        months = rows.annotate(month=TruncMonth("posting_date")).values_list("month", "currency")
        for month, row_currency, amount in months.annotate(total=ExactSum("amount")):
            spent[month] += _in(row_currency, amount, currency, rates) or Decimal(0)
    return dict(spent)


def _earned(
    facts: Sequence[ProjectFact], months: Sequence[date], as_of: date, currency: str, rates: Rates
) -> list[Decimal]:
    """BAC × the last progress published for a date on or before each month's end."""
    stated: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for part in chunks(fact.project_id for fact in facts):
        reports: Any = StatusReport.objects.filter(
            project__in=part, state=ReportState.PUBLISHED, period_end__lte=as_of, progress__isnull=False
        )
        for project, day, progress in reports.order_by("period_end").values_list(
            "project_id", "period_end", "progress"
        ):
            stated[project].append((day, progress / 100))
    budgets = {fact.project_id: _in(fact.currency, fact.bac, currency, rates) for fact in facts}
    earned = []
    for month in months:
        total = Decimal(0)
        for project, reports in stated.items():
            position = bisect_right(reports, month_end(month), key=lambda report: report[0])
            total += (budgets[project] or Decimal(0)) * reports[position - 1][1] if position else 0
        earned.append(total)
    return earned


def _at(curve: Curve | None, month: date) -> Decimal:
    if curve is None or month < curve.first_month:
        return Decimal(0)
    position = (month.year - curve.first_month.year) * 12 + month.month - curve.first_month.month
    return curve.values[min(position, len(curve.values) - 1)]


def _last_month(curve: Curve) -> date:
    month = curve.first_month
    for _ in curve.values[1:]:
        month = next_month(month)
    return month


def _months(first: date, last: date) -> list[date]:
    months = [first.replace(day=1)]
    while months[-1] < last:
        months.append(next_month(months[-1]))
    return months
