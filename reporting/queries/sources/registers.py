"""Milestones, risks and the plain registers of projects at a date."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Abs, Coalesce
from django.utils.translation import gettext_noop

from projects.enums import ChangeState, DecisionState, EntryState, RiskKind, RiskState
from projects.models import Action, ChangeRequest, Decision, Issue, Milestone, Risk
from reporting.engine.figure import Figure, known, unknown
from reporting.queries.among import of_projects
from reporting.queries.exact_sum import ExactSum
from reporting.queries.sources.sums import Tally, when

LIKELIHOOD = {rating: Decimal(rating * 20 - 10) / 100 for rating in range(1, 6)}
"""A probability rated 1 … 5 stands for 10, 30, 50, 70, 90 %."""
NO_EXPOSURE = {kind: known(0) for kind in RiskKind.values}
NOT_ASSESSED = gettext_noop("An open risk has no rating or no cost impact")
NO_IMPACT = gettext_noop("A pending change has no cost impact")


def _count(condition: Q) -> Tally:
    return Tally(Case(When(condition, then=Value(1))))


def _by_project(rows: QuerySet[Any], **aggregates: Any) -> dict[int, dict[str, Any]]:
    grouped = rows.order_by().values("project_id").annotate(**aggregates)
    return {row.pop("project_id"): row for row in grouped}


def open_on(as_of: date, closed: str, state: Q) -> Q:
    """Open at the close of the day: closed later, or in the open state with no closing date."""
    return Q(**{f"{closed}__gt": as_of}) | (Q(**{closed: None}) & state)


def milestones(ids: Sequence[int], as_of: date) -> dict[int, dict[str, Any]]:
    """Due = its baseline date (else its forecast) has come; late = forecast, or reached, after the baseline;
    missed = due and not reached. ``gates`` counts the gates, ``gates_missed`` the missed ones."""
    due = Q(due__lte=as_of)
    rows = Milestone.objects.filter(of_projects(ids)).annotate(due=Coalesce("baseline", "forecast"))
    return _by_project(
        rows,
        milestones_due=_count(due),
        milestones_late=_count(
            Q(reached__lte=as_of, reached__gt=F("baseline")) | (not_reached(as_of) & Q(forecast__gt=F("baseline")))
        ),
        milestones_missed=_count(due & not_reached(as_of)),
        gates=_count(Q(gate=True)),
        gates_missed=_count(Q(gate=True) & due & not_reached(as_of)),
    )


def not_reached(as_of: date) -> Q:
    return Q(reached=None) | Q(reached__gt=as_of)


@dataclass
class Risks:
    """What the risk register says. The top score is of assessed open threats, 0 where no threat is open."""

    open_threats: int = 0
    unassessed_risks: int = 0
    unowned: int = 0
    open: int = 0
    top_score: int | None = None
    exposure: dict[str, Figure] = field(default_factory=lambda: dict(NO_EXPOSURE))


def risks(ids: Sequence[int], as_of: date) -> dict[int, Risks]:
    """The register of each project that has one; exposure is unknown while an open entry is not assessed and costed."""
    residual = Q(residual_probability__isnull=False, residual_impact__isnull=False)
    is_open = open_on(as_of, "closed_on", Q(state=RiskState.OPEN))
    grouped = (
        Risk.objects.filter(of_projects(ids), raised_on__lte=as_of)
        .annotate(
            probability=Case(When(residual, then=F("residual_probability")), default=F("inherent_probability")),
            impact=Case(When(residual, then=F("residual_impact")), default=F("inherent_impact")),
        )
        .order_by()
        .values("project_id", "kind", "probability")
        .annotate(
            rows=Tally("pk", filter=is_open),
            # An entry with half a rating is not assessed.
            assessed=Tally("impact", filter=is_open & Q(probability__isnull=False)),
            costed=Tally("cost_impact", filter=is_open),
            unowned=Tally("pk", filter=is_open & Q(owner=None)),
            highest=Max("impact", filter=is_open),
            cost=ExactSum(when(is_open, "cost_impact")),
        )
    )
    found: dict[int, Risks] = defaultdict(Risks)
    for row in grouped:
        register = found[row["project_id"]]
        if row["rows"]:
            _add_open(register, row)
    for register in found.values():
        if register.top_score is None and not register.open_threats:
            register.top_score = 0
    return found


def _add_open(register: Risks, row: dict[str, Any]) -> None:
    """Add open entries of one kind and probability."""
    kind, probability = row["kind"], row["probability"]
    register.open += row["rows"]
    register.unowned += row["unowned"]
    register.unassessed_risks += row["rows"] - row["assessed"]
    if kind == RiskKind.THREAT:
        register.open_threats += row["rows"]
        if row["assessed"]:
            register.top_score = max(register.top_score or 0, probability * row["highest"])
    so_far = register.exposure[kind]
    if row["assessed"] < row["rows"] or row["costed"] < row["rows"]:
        register.exposure[kind] = unknown(NOT_ASSESSED)
    elif so_far.value is not None:
        register.exposure[kind] = known(so_far.value + LIKELIHOOD[probability] * row["cost"])


def open_issues(ids: Sequence[int], as_of: date) -> dict[int, dict[str, Any]]:
    still_open = open_on(as_of, "closed_on", ~Q(state=EntryState.CLOSED))
    return _by_project(
        Issue.objects.filter(of_projects(ids), still_open, raised_on__lte=as_of), open_issues=Tally("pk")
    )


def overdue_actions(ids: Sequence[int], as_of: date) -> dict[int, dict[str, Any]]:
    still_open = open_on(as_of, "closed_on", ~Q(state=EntryState.CLOSED))
    rows = Action.objects.filter(of_projects(ids), still_open, opened_on__lte=as_of, due_on__lt=as_of)
    return _by_project(rows, overdue_actions=Tally("pk"))


def pending_decisions(ids: Sequence[int], as_of: date) -> dict[int, dict[str, Any]]:
    pending = open_on(as_of, "taken_on", Q(state=DecisionState.PENDING))
    rows = Decision.objects.filter(of_projects(ids), pending, asked_on__lte=as_of)
    return _by_project(rows, pending_decisions=Tally("pk"))


def changes(ids: Sequence[int], as_of: date) -> dict[int, dict[str, Any]]:
    """``pending_changes``, and ``impact``: the size, up or down, of what they would change. Drafts do not count."""
    pending = open_on(as_of, "decided_on", Q(state=ChangeState.SUBMITTED))
    size = Case(When(pending, then=Abs("cost_impact")))
    rows = _by_project(
        ChangeRequest.objects.filter(of_projects(ids), raised_on__lte=as_of).exclude(state=ChangeState.DRAFT),
        pending_changes=_count(pending),
        uncosted=_count(pending & Q(cost_impact=None)),
        size=ExactSum(size),
    )
    for row in rows.values():
        row["impact"] = unknown(NO_IMPACT) if row["uncosted"] else known(row["size"] or 0)
    return rows
