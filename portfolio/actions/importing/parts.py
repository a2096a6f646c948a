"""Amounts and issues of a file as rows of a project. ``external_id`` tells the rows of one source apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio.actions.importing.changes import ChangeSet
from portfolio.interop.formats.plan import AmountPlan, RowPlan
from portfolio.interop.formats.profile import Measure
from projects.enums import BudgetState, ForecastKind
from projects.models import ActualCost, BudgetLine, Forecast, Issue, Project, ProjectPart

TABLES: tuple[type[ProjectPart], ...] = (BudgetLine, ActualCost, Forecast, Issue)
_BUDGETS = {Measure.APPROVED: BudgetState.APPROVED, Measure.PLANNED: BudgetState.PLANNED}
_FORECASTS = {
    Measure.EAC: ForecastKind.EAC,
    Measure.WHOLE_LIFE: ForecastKind.WHOLE_LIFE_COST,
    Measure.BENEFITS: ForecastKind.BENEFITS,
}

PartKey = tuple[type[ProjectPart], int, str]


@dataclass(frozen=True)
class Wanted:
    """One row the file asks for. ``when_new`` is set only on a new row or together with a change of ``values``."""

    table: type[ProjectPart]
    key: str
    values: dict[str, Any]
    when_new: dict[str, Any] = field(default_factory=dict)
    skip_when_new: bool = False


def stored_parts(projects: Iterable[Project], source: str) -> dict[PartKey, ProjectPart]:
    """What earlier imports of the source wrote in these projects."""
    ids = [project.pk for project in projects]
    return {
        (table, part.project_id, part.external_id): part
        for table in TABLES
        for part in table._default_manager.filter(project__in=ids, source=source)
    }


def save_parts(
    row: RowPlan,
    project: Project,
    stored: dict[PartKey, ProjectPart],
    *,
    source: str,
    changes: dict[type[ProjectPart], ChangeSet],
) -> bool:
    """Whether anything of the project's parts was written (by the next flush)."""
    written = False
    for wanted in _wanted(row):
        part = stored.get((wanted.table, project.pk, wanted.key))
        if part is None:
            if not wanted.skip_when_new:
                made = wanted.table(
                    project=project, source=source, external_id=wanted.key, **wanted.values, **wanted.when_new
                )
                changes[wanted.table].create(made)
                written = True
        elif any(getattr(part, name) != value for name, value in wanted.values.items()):
            own = wanted.when_new if wanted.table is not Issue else {}
            written |= changes[wanted.table].update(part, {**wanted.values, **own})
    return written


def _wanted(row: RowPlan) -> Sequence[Wanted]:
    found = [_amount(plan, row.project.currency) for plan in row.amounts]
    if row.issue:
        title = " ".join(row.issue.split())
        values = {"title": title[:200], "description": row.issue if len(title) > 200 else ""}
        found.append(Wanted(Issue, "issue", values, {"raised_on": row.stated_on}))
    return found


def _amount(plan: AmountPlan, currency: str) -> Wanted:
    measure = plan.target.measure
    common: dict[str, Any] = {
        "currency": currency,
        "missing": plan.absence.kind if plan.absence else "",
        "missing_reason": plan.absence.reason[:500] if plan.absence else "",
    }
    skip = plan.amount == 0 and not plan.target.keep_zero
    if measure in _BUDGETS:
        return Wanted(BudgetLine, plan.line, {**common, **_budget(plan)}, skip_when_new=skip)
    dated = {"posting_date" if measure is Measure.ACTUAL else "made_on": plan.on}
    values = {**common, "amount": plan.amount, **({} if plan.on_is_today else dated)}
    when_new = dated if plan.on_is_today else {}
    if measure is Measure.ACTUAL:
        values["funding_source"] = plan.target.funding_source
        return Wanted(ActualCost, plan.line, values, when_new, skip)
    # A later statement is a new row, so that the earlier one still answers for its time.
    key = plan.line if plan.on_is_today else f"{plan.line}@{plan.on}"
    return Wanted(Forecast, key, {**values, "kind": _FORECASTS[measure]}, when_new, skip)


def _budget(plan: AmountPlan) -> dict[str, Any]:
    return {
        "label": plan.column[:200],
        "state": _BUDGETS[plan.target.measure],
        "funding_source": plan.target.funding_source,
        "period_label": plan.period.label if plan.period else "",
        "period_start": plan.period.start if plan.period else None,
        "period_end": plan.period.end if plan.period else None,
        "original": plan.original,
        "current": plan.amount,
    }
