"""What is due from a person, wherever it is registered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from pmo.core.models import User
from pmo.core.roles import Permission
from projects.enums import ChangeState, DecisionState, EntryState, ReportState, RiskState
from projects.models import Action, ChangeRequest, Decision, Issue, Project, Risk, StatusReport
from reporting.queries.fact_row import CYCLE_DAYS, OWES_REPORTS
from reporting.queries.kpi import measurements_due

MOST = 200
WEEK = 7


@dataclass(frozen=True)
class Duty:
    """One thing to do. ``kind``: report, draft, action, risk, issue, decision, change or kpi; ``key`` says which."""

    kind: str
    title: str
    key: str
    project: Project | None
    due: date | None


@dataclass(frozen=True)
class Work:
    """Duties by urgency; each list is in order of date, undated last."""

    overdue: list[Duty]
    this_week: list[Duty]
    later: list[Duty]

    @property
    def count(self) -> int:
        return len(self.overdue) + len(self.this_week) + len(self.later)


def my_work(user: User, today: date) -> Work:
    """Everything due from ``user``, in a constant number of statements; what they no longer see is not theirs to do."""
    duties = [
        *_reports(user, today),
        *_drafts(user),
        *_owned(Action.objects.exclude(state=EntryState.CLOSED), "action", "due_on", user),
        *_owned(Risk.objects.filter(state=RiskState.OPEN), "risk", "review_on", user),
        *_owned(Issue.objects.exclude(state=EntryState.CLOSED), "issue", "due_on", user),
        *_owned(Decision.objects.filter(state=DecisionState.PENDING), "decision", "due_on", user),
        *_changes(user),
        *(Duty("kpi", str(kpi), kpi.code, None, due) for kpi, due in measurements_due(user, today)),
    ]
    duties.sort(key=lambda duty: (duty.due is None, duty.due or today, duty.kind, duty.title))
    return Work(
        overdue=[duty for duty in duties if duty.due and duty.due < today],
        this_week=[duty for duty in duties if duty.due and today <= duty.due < today + timedelta(days=WEEK)],
        later=[duty for duty in duties if not duty.due or duty.due >= today + timedelta(days=WEEK)],
    )


def _reports(user: User, today: date) -> Iterator[Duty]:
    """Status reports of projects one manages, and may report on; a draft under way is its own duty."""
    managed = Project.objects.visible_to(user, Permission.REPORT_STATUS).filter(
        manager=user, status__in=OWES_REPORTS, reporting_cycle__in=CYCLE_DAYS
    )
    published = Q(statusreports__state=ReportState.PUBLISHED, statusreports__period_end__lte=today)
    drafted = Max("statusreports__pk", filter=Q(statusreports__state=ReportState.DRAFT))
    annotated: Iterable[Any] = managed.annotate(last=Max("statusreports__period_end", filter=published), draft=drafted)
    for project in annotated:
        if project.draft:
            continue
        since = project.last or project.start or project.created_at.date()
        due = since + timedelta(days=CYCLE_DAYS[project.reporting_cycle])
        yield Duty("report", project.name, project.code, project, due)


def _drafts(user: User) -> Iterator[Duty]:
    drafts = StatusReport.objects.visible_to(user, Permission.REPORT_STATUS).filter(
        Q(author=user) | Q(project__manager=user), state=ReportState.DRAFT
    )
    for report in drafts.select_related("project")[:MOST]:
        yield Duty("draft", report.project.name, report.project.code, report.project, report.period_end)


def _owned(entries: "QuerySet[Any]", kind: str, field: str, user: User) -> Iterator[Duty]:
    return _duties(entries.visible_to(user).filter(owner=user).order_by(field), kind, field)  # type: ignore[attr-defined]


def _changes(user: User) -> Iterator[Duty]:
    """Change requests this person may decide; they carry no due date, so they wait from the day they were raised."""
    waiting = ChangeRequest.objects.visible_to(user, Permission.DECIDE).filter(state=ChangeState.SUBMITTED)
    return _duties(waiting.order_by("raised_on"), "change", "")


def _duties(entries: Iterable[Any], kind: str, field: str) -> Iterator[Duty]:
    for entry in entries.select_related("project")[:MOST]:  # type: ignore[attr-defined]
        due = getattr(entry, field) if field else None
        yield Duty(kind, entry.title, str(entry.uuid), entry.project, due)
