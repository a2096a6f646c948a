"""Whether PostgreSQL takes the indexes that the main lists and the facts rely on."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from pmo.core.models import AuditEntry
from pmo.core.roles import Role
from projects.models import ActualCost, BudgetLine, DirtyMark, Milestone, Project, Risk
from reporting.models import ProjectFact
from reporting.queries.among import of_projects
from tests.bench.organisation import SMALL, make_member
from tests.bench.setting import Setting


def run(setting: Setting) -> None:
    """A plan that reads a whole table of parts where some rows are asked is a miss."""
    for name, queryset in _asked():
        plan = queryset.explain()
        read_whole = [line.strip() for line in plan.splitlines() if "Seq Scan on" in line and _is_large(line)]
        details = {"plan": plan.splitlines()}
        setting.found("plans", f"{name}: tables read whole", len(read_whole), "", goal=0.0, details=details)


def _is_large(line: str) -> bool:
    return any(model._meta.db_table in line for model in (Project, BudgetLine, ActualCost, Milestone, Risk, AuditEntry))


def _asked() -> Iterator[tuple[str, QuerySet[Any]]]:
    project = Project.objects.filter(code__startswith=f"{SMALL}-").order_by("pk")[3]
    some = list(Project.objects.filter(portfolio=project.portfolio).values_list("pk", flat=True)[:50])
    manager = make_member("bench-plans", Role.PROJECT_MANAGER, SMALL)
    yield "first page of the projects", Project.objects.order_by("code")[:100]
    yield "first page of one's projects", Project.objects.visible_to(manager).order_by("code")[:100]
    yield "a project by its code", Project.objects.filter(code=project.code)
    yield "history of a project", AuditEntry.objects.filter(project_id=project.pk).order_by("-at", "-pk")[:50]
    yield "risks of a project", Risk.objects.filter(project=project)
    yield "budget lines of 50 projects", BudgetLine.objects.filter(of_projects(some))
    yield (
        "actual costs of 50 projects",
        ActualCost.objects.filter(of_projects(some), posting_date__lte=timezone.localdate()),
    )
    yield "milestones of 50 projects", Milestone.objects.filter(of_projects(some)).order_by("project", "forecast")
    yield "facts of 50 projects", ProjectFact.objects.filter(of_projects(some))
    yield "longest marked projects", DirtyMark.objects.filter(parked=False).order_by("marked_at", "pk")[:2000]
