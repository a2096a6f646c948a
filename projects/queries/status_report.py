"""Status reports: the last word of a project, and where the next one starts."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from pmo.core.models import User
from pmo.core.roles import Permission
from projects.enums import ReportState
from projects.models import Project, StatusReport


def reports_visible_to(user: User | None) -> "QuerySet[StatusReport]":
    """Published reports of the projects a person sees; drafts are nobody's reading but their writers'."""
    writable = Project.objects.visible_to(user, Permission.REPORT_STATUS).filter(pk=OuterRef("project"))
    reports: QuerySet[StatusReport] = StatusReport.objects.visible_to(user)
    return reports.filter(Q(state=ReportState.PUBLISHED) | Q(Exists(writable)))


def last_published(project: Project, before: date | None = None) -> StatusReport | None:
    """The report of the latest date, the last one of several; ``before`` leaves out that day and what follows."""
    reports = StatusReport.objects.filter(project=project, state=ReportState.PUBLISHED)
    if before:
        reports = reports.filter(period_end__lt=before)
    report: StatusReport | None = reports.order_by("-period_end", "-published_at").first()
    return report


def draft_of(project: Project) -> StatusReport | None:
    draft: StatusReport | None = StatusReport.objects.filter(project=project, state=ReportState.DRAFT).first()
    return draft


def new_draft(project: Project, period_end: date) -> StatusReport:
    """An unsaved draft that starts from what the last report said and is likely to hold still."""
    last = last_published(project)
    draft = StatusReport(project=project, period_end=period_end)
    if last:
        draft.declared_health, draft.progress = last.declared_health, last.progress
        draft.next_steps, draft.decisions_asked = last.next_steps, last.decisions_asked
    return draft
