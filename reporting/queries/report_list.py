"""Published reports a person sees, and the projects that owe one."""

from datetime import date

from django.db.models import QuerySet

from pmo.core.models import User
from projects.enums import ReportState
from projects.models import Project, StatusReport
from projects.models.project import ProjectQuerySet
from reporting.models import ProjectFact
from reporting.queries.fact_set import FactSet


def published_reports(user: User | None, as_of: date) -> "QuerySet[StatusReport]":
    """Reports of dates up to ``as_of``, the latest first."""
    reports: QuerySet[StatusReport] = StatusReport.objects.visible_to(user).filter(
        state=ReportState.PUBLISHED, period_end__lte=as_of
    )
    return reports.select_related("project__portfolio", "project__programme", "author").order_by(
        "-period_end", "-published_at"
    )


def not_reported(projects: ProjectQuerySet, as_of: date) -> list[tuple[Project, ProjectFact]]:
    """Projects whose last report is older than their cycle and grace, the longest silent first, with their facts."""
    facts = {fact.project_id: fact for fact in FactSet(projects.order_by(), as_of).rows if fact.stale}
    silent = Project.objects.filter(pk__in=facts).select_related("manager", "portfolio", "programme")
    pairs = [(project, facts[project.pk]) for project in silent]
    never = 10**6  # a project that never reported is silent for longer than any
    return sorted(pairs, key=lambda pair: (-(pair[1].report_age_days or never), pair[0].code))
