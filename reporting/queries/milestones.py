"""Milestones as they stood on a day: reached, planned, late or missed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from projects.models import Milestone, Project
from reporting.queries.sources.registers import not_reached

State: TypeAlias = Literal["done", "planned", "late", "missed"]
AHEAD = dt.timedelta(days=60)


@dataclass(frozen=True)
class Mark:
    """A milestone on a line. ``date`` is the day reached, else forecast, else baseline."""

    name: str
    date: dt.date
    state: State
    gate: bool
    baseline: dt.date | None


def marks_of(ids: Sequence[int], as_of: dt.date) -> dict[int, list[Mark]]:
    """The dated milestones of each project, in order."""
    found: dict[int, list[Mark]] = defaultdict(list)
    for milestone in Milestone.objects.filter(project__in=ids).order_by("project", "forecast", "baseline", "pk"):
        mark = mark_of(milestone, as_of)
        if mark is not None:
            found[milestone.project_id].append(mark)
    return found


def mark_of(milestone: Milestone, as_of: dt.date) -> Mark | None:
    """None for a milestone without any date."""
    reached = milestone.reached if milestone.reached and milestone.reached <= as_of else None
    day = reached or milestone.forecast or milestone.baseline
    if day is None:
        return None
    return Mark(milestone.name, day, state_of(milestone, as_of), milestone.gate, milestone.baseline)


def state_of(milestone: Milestone, as_of: dt.date) -> State:
    if milestone.reached and milestone.reached <= as_of:
        return "done"
    due = milestone.baseline or milestone.forecast
    if due is not None and due <= as_of:
        return "missed"
    if milestone.forecast and milestone.baseline and milestone.forecast > milestone.baseline:
        return "late"
    return "planned"


def ahead(projects: QuerySet[Project], as_of: dt.date) -> QuerySet[Milestone]:
    """Milestones expected in the next 60 days, soonest first."""
    return (
        _of(projects)
        .filter(not_reached(as_of))
        .annotate(expected=Coalesce("forecast", "baseline"))
        .filter(expected__gt=as_of, expected__lte=as_of + AHEAD)
        .order_by("expected", "pk")
    )


def slipped(projects: QuerySet[Project], as_of: dt.date) -> QuerySet[Milestone]:
    """Milestones not reached that are forecast after their baseline, or past it; the oldest promise first."""
    return (
        _of(projects)
        .filter(not_reached(as_of), baseline__isnull=False)
        .filter(Q(forecast__gt=F("baseline")) | Q(baseline__lt=as_of))
        .order_by("baseline", "pk")
    )


def _of(projects: QuerySet[Project]) -> QuerySet[Milestone]:
    return Milestone.objects.filter(project__in=projects.order_by().values("pk")).select_related("project")
