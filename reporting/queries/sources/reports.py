"""Published status reports and closed periods of projects at a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from projects.enums import ReportState
from projects.models import StatusReport
from reporting.engine.health import DIMENSIONS, Colour
from reporting.models import ProjectFactSnapshot
from reporting.queries.among import of_projects


@dataclass(frozen=True)
class LastReport:
    """The latest published statement; ``progress`` is a share of 1."""

    period_end: date
    progress: Decimal | None
    declared_health: str


def last_reports(ids: Sequence[int], as_of: date) -> dict[int, LastReport]:
    """The latest report of each project published for a date on or before the day."""
    latest = (
        StatusReport.objects.filter(of_projects(ids), state=ReportState.PUBLISHED, period_end__lte=as_of)
        .annotate(
            rank=Window(
                RowNumber(), partition_by=[F("project_id")], order_by=[F("period_end").desc(), F("published_at").desc()]
            )
        )
        .filter(rank=1)
        .order_by()
        .values_list("project_id", "period_end", "progress", "declared_health")
    )
    return {
        project: LastReport(period_end, None if progress is None else progress / 100, declared)
        for project, period_end, progress, declared in latest
    }


def colours_before(ids: Sequence[int], as_of: date) -> dict[int, dict[str, Colour]]:
    """Colours of the last closed period before the day: what hysteresis remembers. Only closed periods are remembered,
    so that computing twice, late or in any order gives the same colours."""
    latest = (
        ProjectFactSnapshot.objects.filter(of_projects(ids), period_end__lt=as_of)
        .annotate(
            rank=Window(
                RowNumber(), partition_by=[F("project_id")], order_by=[F("period_end").desc(), F("sequence").desc()]
            )
        )
        .filter(rank=1)
        .order_by()
        .values("project_id", *(f"health_{name}" for name in DIMENSIONS))
    )
    return {row["project_id"]: {name: row[f"health_{name}"] for name in DIMENSIONS} for row in latest}
