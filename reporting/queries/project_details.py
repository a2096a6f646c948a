"""What the rows of one page of projects show beyond their facts: people, parents, milestones, trend."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from projects.enums import ReportState
from projects.models import Project, StatusReport
from reporting.queries.milestones import Mark, marks_of

Trend: TypeAlias = Literal["up", "flat", "down", "unknown"]
RANK = {"red": 0, "amber": 1, "green": 2}


@dataclass(frozen=True)
class Details:
    project: Project
    milestones: list[Mark] = field(default_factory=list)
    trend: Trend = "unknown"

    @property
    def why_no_start(self) -> str:
        return str(self.project.absences.get("start", {}).get("reason", ""))

    @property
    def why_no_finish(self) -> str:
        return str(self.project.absences.get("finish", {}).get("reason", ""))


def details_of(ids: Sequence[int], as_of: date) -> dict[int, Details]:
    """Three statements, whatever the number of rows."""
    projects = Project.objects.filter(pk__in=ids).select_related("manager", "sponsor", "portfolio", "programme")
    marks, trends = marks_of(ids, as_of), trends_of(ids, as_of)
    return {
        project.pk: Details(project, marks.get(project.pk, []), trends.get(project.pk, "unknown"))
        for project in projects
    }


def trends_of(ids: Sequence[int], as_of: date) -> dict[int, Trend]:
    """The last published health against the one before it; unknown unless both are colours."""
    last_two = (
        StatusReport.objects.filter(project__in=ids, state=ReportState.PUBLISHED, period_end__lte=as_of)
        .annotate(
            rank=Window(
                RowNumber(), partition_by=[F("project_id")], order_by=[F("period_end").desc(), F("published_at").desc()]
            )
        )
        .filter(rank__lte=2)
        .order_by("rank")
        .values_list("project_id", "declared_health")
    )
    colours: dict[int, list[str]] = defaultdict(list)
    for project, colour in last_two:
        colours[project].append(colour)
    return {project: trend(*pair) for project, pair in colours.items() if len(pair) == 2}


def trend(now: str, before: str) -> Trend:
    if now not in RANK or before not in RANK:
        return "unknown"
    change = RANK[now] - RANK[before]
    return "up" if change > 0 else "down" if change < 0 else "flat"
