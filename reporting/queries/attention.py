"""What asks for attention in a set of projects on a day: risks by rating, decisions awaited, the biggest drifts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, F, Q, QuerySet, When

from projects.enums import DecisionState, RiskKind, RiskState
from projects.models import Decision, Project, Risk
from reporting.engine.health import Thresholds
from reporting.engine.proposals import Drift, Position, drifts, heaviest
from reporting.models import ProjectFact
from reporting.queries.sources.registers import open_on


@dataclass(frozen=True)
class RiskMatrix:
    """Open threats by (probability, impact) in force, and how many have no rating."""

    cells: dict[tuple[int, int], int]
    unassessed: int

    @property
    def total(self) -> int:
        return sum(self.cells.values()) + self.unassessed


def risk_matrix(projects: QuerySet[Project], as_of: date) -> RiskMatrix:
    residual = Q(residual_probability__isnull=False, residual_impact__isnull=False)
    rows = (
        Risk.objects.filter(open_on(as_of, "closed_on", Q(state=RiskState.OPEN)), raised_on__lte=as_of)
        .filter(kind=RiskKind.THREAT, project__in=projects.order_by().values("pk"))
        .annotate(
            probability=Case(When(residual, then=F("residual_probability")), default=F("inherent_probability")),
            impact=Case(When(residual, then=F("residual_impact")), default=F("inherent_impact")),
        )
        .order_by()
        .values_list("probability", "impact")
        .annotate(rows=Count("pk"))
    )
    cells: Counter[tuple[int, int]] = Counter()
    unassessed = 0
    for probability, impact, count in rows:
        if probability and impact:
            cells[probability, impact] += count
        else:
            unassessed += count
    return RiskMatrix(dict(cells), unassessed)


def decisions_awaited(projects: QuerySet[Project], as_of: date) -> QuerySet[Decision]:
    """Asked and not taken at the close of the day, the most urgent first."""
    return (
        Decision.objects.filter(open_on(as_of, "taken_on", Q(state=DecisionState.PENDING)), asked_on__lte=as_of)
        .filter(project__in=projects.order_by().values("pk"))
        .select_related("project", "owner")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


@dataclass(frozen=True)
class DriftingProject:
    """A project and its drifts, one a dimension, the heaviest first; there is at least one."""

    pk: int
    drifts: list[Drift]


@dataclass(frozen=True)
class Judged:
    """A project to look at: its facts, its contingency, and the limits of its portfolio."""

    fact: ProjectFact
    contingency: Decimal | None
    limits: Thresholds


def top_drifts(projects: Iterable[Judged], most: int) -> list[DriftingProject]:
    """The projects that drift most, the heaviest first. A stale project is not judged: its figures are old."""
    found = []
    for each in projects:
        causes = [] if each.fact.stale else drifts(position_of(each.fact, each.contingency), each.limits)
        if causes:
            found.append(DriftingProject(each.fact.project_id, heaviest(causes)))
    return sorted(found, key=lambda project: (-project.drifts[0].weight, project.pk))[:most]


def position_of(fact: ProjectFact, contingency: Decimal | None) -> Position:
    """The facts as the rules of drift read them."""
    return Position(
        budget=fact.approved_budget,
        eac=fact.eac,
        bac=fact.bac,
        ac=fact.ac,
        ev=fact.ev,
        pv=fact.pv,
        finish_variance=_decimal(fact.finish_variance_days),
        missed=fact.milestones_missed if fact.health_schedule == "red" else 0,
        risk_score=_decimal(fact.top_risk_score),
        exposure=fact.threat_exposure,
        contingency=contingency,
        pending_changes=fact.pending_changes,
        scope=fact.health_scope,
    )


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
