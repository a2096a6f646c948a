"""Everything a dashboard shows of one scope to one person on one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Window

from pmo.core.models import User
from portfolio.models import Portfolio, Programme
from projects.enums import ProjectStatus
from projects.models import Decision, Milestone
from reporting.engine.earned_value import quotient
from reporting.engine.health import Thresholds
from reporting.queries.attention import DriftingProject, Judged, RiskMatrix, decisions_awaited, risk_matrix, top_drifts
from reporting.queries.curves import SCurve, s_curve
from reporting.queries.fact_set import FactSet
from reporting.queries.milestones import ahead, slipped
from reporting.queries.previous import Previous, previous_month
from reporting.queries.project_table import FactCriteria, Line, differs, project_table
from reporting.queries.rollup import Rollup, roll_up, roll_up_children
from reporting.queries.scope import Scope
from reporting.queries.sources.thresholds import rules_by_portfolio

RUNNING = (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)
MOST = 6
"""Rows of a short list; its heading counts them all and opens the rest."""


@dataclass(frozen=True)
class ShortList:
    """The first rows of a list, and how many there are in all."""

    rows: Sequence[Milestone | Decision | Line]
    total: int


@dataclass(frozen=True)
class Dashboard:
    scope: Scope
    as_of: date
    rollup: Rollup
    children: Sequence[tuple[Scope, Rollup]]
    previous: Previous | None
    lines: Mapping[int, Line]
    curve: SCurve | None
    matrix: RiskMatrix
    ahead: ShortList
    slipped: ShortList
    decisions: ShortList
    unreported: ShortList
    drifts: Sequence[DriftingProject]
    differing: int
    limits: Thresholds
    overrun: Decimal | None
    """EAC over approved budget as a share, over the projects that know both."""


def dashboard(user: User | None, scope: Scope, as_of: date) -> Dashboard:
    """A constant number of statements, whatever the number of projects."""
    facts = FactSet.visible(user, scope, as_of)
    projects = facts.projects
    rollup = roll_up(user, scope, as_of, facts=facts)
    currency = rollup.currency
    table = project_table(facts, criteria=FactCriteria(), currency=currency)
    lines = {line.pk: line for line in table.lines}
    rules = {portfolio: found.thresholds for portfolio, found in rules_by_portfolio().items()}
    stale = sorted(
        (line for line in table.lines if line.fact.stale), key=lambda line: -(line.fact.report_age_days or 10**6)
    )
    return Dashboard(
        scope=scope,
        as_of=as_of,
        rollup=rollup,
        children=roll_up_children(user, scope, as_of, currency, facts=facts),
        previous=previous_month(projects, as_of, currency),
        lines=lines,
        curve=s_curve(user, scope, as_of, currency, facts=facts),
        matrix=risk_matrix(projects, as_of),
        ahead=_short(ahead(projects, as_of)),
        slipped=_short(slipped(projects, as_of)),
        decisions=_short(decisions_awaited(projects, as_of)),
        unreported=ShortList(stale[:MOST], len(stale)),
        drifts=top_drifts(_judged(lines, rules), MOST),
        differing=sum(differs(line.fact) for line in table.lines),
        limits=_limits(scope, rules),
        overrun=_overrun(table.lines),
    )


def _short(rows: QuerySet[Milestone] | QuerySet[Decision]) -> ShortList:
    """The count travels with the rows: one statement for both."""
    first: list[Any] = list(rows.annotate(all_rows=Window(Count("pk")))[:MOST])
    return ShortList(first, first[0].all_rows if first else 0)


def _judged(lines: Mapping[int, Line], rules: Mapping[int, Thresholds]) -> list[Judged]:
    """Only projects that run: nothing can be corrected on the others."""
    return [
        Judged(line.fact, line.columns["contingency"], rules[line.columns["portfolio_id"]])
        for line in lines.values()
        if line.columns["status"] in RUNNING
    ]


def _limits(scope: Scope, rules: Mapping[int, Thresholds]) -> Thresholds:
    match scope.target:
        case Portfolio(pk=pk):
            return rules[pk]
        case Programme(portfolio_id=pk):
            return rules[pk]
        case _:
            return Thresholds()


def _overrun(lines: Sequence[Line]) -> Decimal | None:
    budget = gap = Decimal(0)
    for line in lines:
        approved, eac = line.amount("approved_budget"), line.amount("eac")
        if approved is not None and eac is not None:
            budget += approved
            gap += eac - approved
    return quotient(gap, budget)
