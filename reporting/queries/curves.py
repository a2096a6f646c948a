"""Curves over time of a scope: the S-curve of planned, earned and spent, and earned schedule."""

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
from projects.models import ActualCost, StatusReport
from reporting.engine.earned_value import duration_at_completion, earned_schedule, schedule_index
from reporting.engine.planned_value import Curve, PlannedPeriod, month_end, monthly_curve, next_month
from reporting.engine.rollup import Total
from reporting.queries.among import of_projects
from reporting.queries.exact_sum import ExactSum
from reporting.queries.fact_set import FactSet
from reporting.queries.kept import kept
from reporting.queries.scope import Scope

TIMING = ("ES", "SPI(t)", "IEAC(t)")


@dataclass(frozen=True)
class SCurve:
    """Cumulative amounts at the end of each month. ``ev`` and ``ac`` stop at ``as_of``: later they are ``None``."""

    months: Sequence[date]
    pv: Sequence[Decimal]
    ev: Sequence[Decimal | None]
    ac: Sequence[Decimal | None]


def earned_schedule_of(facts: FactSet, currency: str, *, like: Total) -> dict[str, Total]:
    """ES, SPI(t) and IEAC(t) in months, from the summed curves of the projects that know both their PV and their EV.

    ``like`` is the total of SPI, which needs the same projects: its counts are theirs.
    """
    curve = _planned_curve(facts, currency, earned=True)
    earned = [_in(fact.currency, fact.ev, currency, facts.rates) for fact in facts.earned]
    ev = None if None in earned else sum((value or Decimal(0) for value in earned), Decimal(0))
    values: dict[str, Decimal | None] = dict.fromkeys(TIMING)
    if curve is not None:
        values["ES"] = earned_schedule(curve.values, ev)
        values["SPI(t)"] = schedule_index(values["ES"], curve.elapsed(facts.as_of))
        values["IEAC(t)"] = duration_at_completion(Decimal(len(curve.values)), values["SPI(t)"])
    return {name: replace(like, value=value) for name, value in values.items()}


def s_curve(
    user: User | None, scope: Scope, as_of: date, currency: str, *, facts: FactSet | None = None
) -> SCurve | None:
    """Planned, earned and spent by month; ``None`` when nothing is planned and nothing was spent."""
    chosen = facts or FactSet.visible(user, scope, as_of)
    name = chosen.name and ("s-curve", currency, *chosen.name)
    return kept(name, lambda: _drawn(chosen, currency))


def _drawn(facts: FactSet, currency: str) -> SCurve | None:
    as_of = facts.as_of
    planned = _planned_curve(facts, currency)
    spent = _spent(facts, currency)
    starts = [month for month in (planned.first_month if planned else None, min(spent, default=None)) if month]
    if not starts:
        return None
    ends = [as_of.replace(day=1)] if planned is None else [as_of.replace(day=1), _last_month(planned)]
    months = _months(min(starts), max(ends))
    past = sum(month <= as_of for month in months)
    ac = list(accumulate(spent.get(month, Decimal(0)) for month in months[:past]))
    ev = _earned(facts, months[:past], currency)
    blank: list[Decimal | None] = [None] * (len(months) - past)
    return SCurve(
        months=[month_end(month) for month in months],
        pv=[_at(planned, month) for month in months],
        ev=[*(ev if any(ev) else [None] * past), *blank],
        ac=[*(ac if spent else [None] * past), *blank],
    )


def _planned_curve(facts: FactSet, currency: str, *, earned: bool = False) -> Curve | None:
    """The plan spread over months, of all projects or of those that know their PV and EV; ``None`` without a plan."""
    amounts: dict[tuple[str, date | None, date | None], Decimal] = defaultdict(Decimal)
    for planned in facts.plan:
        if not (earned and planned.apart):
            amounts[planned[:3]] += planned.amount
    return monthly_curve(
        period
        for (own, start, end), amount in amounts.items()
        for period in _period(start, end, _in(own, amount, currency, facts.rates))
    )


def _period(start: date | None, end: date | None, amount: Decimal | None) -> list[PlannedPeriod]:
    if start is None or end is None or amount is None or end < start:
        return []
    return [PlannedPeriod(start, end, amount)]


def _in(source: str, amount: Decimal | None, target: str, rates: Rates) -> Decimal | None:
    dated = rates.between(source, target)
    return None if dated is None or amount is None else amount * dated.value


def _spent(facts: FactSet, currency: str) -> dict[date, Decimal]:
    spent: dict[date, Decimal] = defaultdict(Decimal)
    rows = ActualCost.objects.filter(of_projects(facts.ids), posting_date__lte=facts.as_of).order_by()
    months = rows.annotate(month=TruncMonth("posting_date")).values_list("month", "currency")
    for month, row_currency, amount in months.annotate(total=ExactSum("amount")):
        spent[month] += _in(row_currency, amount, currency, facts.rates) or Decimal(0)
    return dict(spent)


def _earned(facts: FactSet, months: Sequence[date], currency: str) -> list[Decimal]:
    """BAC × the last progress published for a date on or before each month's end."""
    if not months:
        return []
    stated: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    reports: Any = StatusReport.objects.filter(
        of_projects(facts.ids), state=ReportState.PUBLISHED, period_end__lte=facts.as_of, progress__isnull=False
    )
    for project, day, progress in reports.order_by("period_end").values_list("project_id", "period_end", "progress"):
        stated[project].append((day, progress / 100))
    budgets = {fact.project_id: _in(fact.currency, fact.bac, currency, facts.rates) for fact in facts.rows}
    added: dict[date, Decimal] = defaultdict(Decimal)
    for project, reports in stated.items():
        bac, before = budgets[project] or Decimal(0), Decimal(0)
        for month, share in {_first_end(day, months): share for day, share in reports}.items():
            added[month] += bac * share - before
            before = bac * share
    return list(accumulate(added.get(month, Decimal(0)) for month in months))


def _first_end(day: date, months: Sequence[date]) -> date:
    """The first of these months whose end is not before the day."""
    return max(day.replace(day=1), months[0])


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
