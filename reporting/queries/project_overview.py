"""One project on one page, as it stood on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import F, Q, QuerySet

from pmo.core.models import User
from projects.enums import ChangeState, DecisionState, EntryState, Priority, ReportState, RiskState
from projects.models import Action, ChangeRequest, Decision, Issue, Project, Risk, StatusReport
from reporting.engine.earned_value import quotient
from reporting.engine.health import Thresholds
from reporting.engine.proposals import Drift, drifts
from reporting.models import ProjectFact
from reporting.queries.attention import position_of
from reporting.queries.curves import SCurve, s_curve
from reporting.queries.fact_set import FactSet
from reporting.queries.project_details import Details, details_of
from reporting.queries.project_table import Line
from reporting.queries.scope import Scope
from reporting.queries.sources.registers import open_on
from reporting.queries.sources.thresholds import rules_by_portfolio

Row = TypeVar("Row", Issue, Action)
MOST = 5
SEVERITY = (Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM, Priority.LOW)


@dataclass(frozen=True)
class Overview:
    project: Project
    fact: ProjectFact
    line: Line
    details: Details
    drifts: Sequence[Drift]
    limits: Thresholds
    curve: SCurve | None
    risks: Sequence[Risk]
    issues: Sequence[Issue]
    actions: Sequence[Action]
    decisions: Sequence[Decision]
    changes: Sequence[ChangeRequest]
    report: StatusReport | None

    @property
    def cpi(self) -> Decimal | None:
        return quotient(self.fact.ev, self.fact.ac)

    @property
    def spi(self) -> Decimal | None:
        return quotient(self.fact.ev, self.fact.pv)


def project_overview(user: User | None, project: Project, as_of: date) -> Overview:
    """What the registers held open, and the facts, at the close of the day."""
    facts = FactSet(Project.objects.filter(pk=project.pk), as_of)
    fact = facts.rows[0]
    limits = rules_by_portfolio()[project.portfolio_id].thresholds
    report = StatusReport.objects.filter(project=project, state=ReportState.PUBLISHED, period_end__lte=as_of)
    return Overview(
        project=project,
        fact=fact,
        line=Line(project.pk, {}, fact, None),
        details=details_of([project.pk], as_of)[project.pk],
        drifts=drifts(position_of(fact, project.contingency), limits),
        limits=limits,
        curve=s_curve(user, Scope.of(project), as_of, project.currency, facts=facts),
        risks=_top_risks(project, as_of),
        issues=_worst_first(_open(Issue.objects.all(), project, as_of, "closed_on", "raised_on")),
        actions=list(
            _open(Action.objects.all(), project, as_of, "closed_on", "opened_on").order_by(
                F("due_on").asc(nulls_last=True), "pk"
            )[:MOST]
        ),
        decisions=list(
            Decision.objects.filter(open_on(as_of, "taken_on", Q(state=DecisionState.PENDING)), project=project)
            .filter(asked_on__lte=as_of)
            .select_related("owner")
            .order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST]
        ),
        changes=list(
            ChangeRequest.objects.filter(open_on(as_of, "decided_on", Q(state=ChangeState.SUBMITTED)), project=project)
            .filter(raised_on__lte=as_of)
            .order_by("raised_on", "pk")[:MOST]
        ),
        report=report.select_related("author").order_by("-period_end", "-published_at").first(),
    )


def _open(rows: QuerySet[Row], project: Project, as_of: date, closed: str, opened: str) -> QuerySet[Row]:
    still_open = open_on(as_of, closed, ~Q(state=EntryState.CLOSED))
    return rows.filter(still_open, project=project, **{f"{opened}__lte": as_of}).select_related("owner")


def _worst_first(issues: QuerySet[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda issue: (SEVERITY.index(Priority(issue.severity)), issue.raised_on))[:MOST]


def _top_risks(project: Project, as_of: date) -> list[Risk]:
    """The highest scores first; risks without a rating come last."""
    still_open = open_on(as_of, "closed_on", Q(state=RiskState.OPEN))
    risks = Risk.objects.filter(still_open, project=project, raised_on__lte=as_of).select_related("owner")
    return sorted(risks, key=lambda risk: (-(risk.score or 0), risk.raised_on, risk.pk))[:MOST]
