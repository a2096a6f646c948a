"""Entries of the registers that a person sees, with what lists sort and filter by."""

from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, DurationField, ExpressionWrapper, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from pmo.core.models import User
from projects.enums import ChangeState, DecisionState, EntryState, RiskState
from projects.models import Action, ChangeRequest, Decision, Issue, Milestone, ProjectPart, Risk

# States after which nothing is awaited from anybody.
OVER: dict[type[ProjectPart], tuple[str, ...]] = {
    Risk: (RiskState.CLOSED,),
    Issue: (EntryState.CLOSED,),
    Action: (EntryState.CLOSED,),
    Decision: (DecisionState.TAKEN, DecisionState.DROPPED),
    ChangeRequest: (ChangeState.APPROVED, ChangeState.REJECTED),
}
# The day something is expected of somebody.
DUE: dict[type[ProjectPart], str] = {
    Risk: "review_on",
    Issue: "due_on",
    Action: "due_on",
    Decision: "due_on",
    Milestone: "due_on",
}


def entries(model: type[ProjectPart], user: User) -> "QuerySet[Any]":
    """Every entry of the register this person sees, with its project, places and owner at hand, and ``is_open``.

    What is over comes last, whatever its date; among risks the gravest comes first.
    """
    rows: QuerySet[Any] = model.objects.visible_to(user).select_related("project__portfolio", "project__programme")
    rows = rows.annotate(is_open=ExpressionWrapper(still_open(model), output_field=BooleanField()))
    rows = rows.order_by("-is_open", *(model._meta.ordering or ()))
    if model is Milestone:
        late = ExpressionWrapper(F("forecast") - F("baseline"), output_field=DurationField())
        rows = rows.annotate(due_on=Coalesce("forecast", "baseline"), slip=late)
        return rows
    rows = rows.select_related("owner")
    if model is Risk:
        return rated(rows).order_by("-is_open", F("now_score").desc(nulls_last=True), "-raised_on", "pk")
    return rows


def rated(risks: "QuerySet[Any]") -> "QuerySet[Any]":
    """Adds the rating in force (residual if whole, else inherent) as now_probability, now_impact and now_score."""
    residual = Q(residual_probability__isnull=False, residual_impact__isnull=False)
    inherent = Q(inherent_probability__isnull=False, inherent_impact__isnull=False)
    risks = risks.annotate(
        now_probability=Case(When(residual, then="residual_probability"), When(inherent, then="inherent_probability")),
        now_impact=Case(When(residual, then="residual_impact"), When(inherent, then="inherent_impact")),
        now_score=F("now_probability") * F("now_impact"),
    )
    return risks


def still_open(model: type[ProjectPart]) -> Q:
    """Condition: somebody still has to do something about it."""
    return Q(reached=None) if model is Milestone else ~Q(state__in=OVER[model])


def overdue(model: type[ProjectPart], as_of: date) -> Q:
    """Condition: still open after its day."""
    return still_open(model) & Q(**{f"{DUE[model]}__lt": as_of})
