"""Filters of the registers, in the URL: common ones, then what each register adds."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pmo.core.models import User
from projects.enums import Priority, RiskKind, RiskResponse
from projects.filters.part import PartFilter
from projects.models import Action, ChangeRequest, Decision, Issue, Milestone, ProjectPart, Risk
from projects.queries.register import DUE, overdue, still_open

_RATINGS = [(number, str(number)) for number in range(1, 6)]


class RegisterFilter(PartFilter):
    """What every register is filtered by. Built with a request, whose person and date it asks."""

    words = ("title", "description")

    open = filters.ChoiceFilter(
        label=_("Open"), choices=[("yes", _("Still open")), ("no", _("Over"))], method="by_open"
    )
    due = filters.ChoiceFilter(
        label=_("Due"),
        choices=[("overdue", _("Overdue")), ("7", _("Within 7 days")), ("30", _("Within 30 days"))],
        method="by_due",
    )

    @property
    def model(self) -> type[ProjectPart]:
        return self._meta.model  # type: ignore[no-any-return]

    def by_open(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        condition = still_open(self.model)
        return rows.filter(condition if value == "yes" else ~condition)

    def by_due(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        today = self.request.as_of  # type: ignore[union-attr]
        if value == "overdue":
            return rows.filter(overdue(self.model, today))
        window = {f"{DUE[self.model]}__range": (today, today + timedelta(days=int(value)))}
        return rows.filter(still_open(self.model), **window)


def _owners(model: type[ProjectPart], label: Any) -> filters.ModelChoiceFilter:
    """People who own something this person sees in the register."""

    def choices(request: HttpRequest | None) -> "QuerySet[User]":
        seen = model.objects.visible_to(request.user if request else None)  # type: ignore[arg-type]
        return User.objects.filter(pk__in=seen.order_by().values("owner"))

    return filters.ModelChoiceFilter(label=label, queryset=choices, to_field_name="username")


def _states(model: type[models.Model]) -> filters.ChoiceFilter:
    return filters.ChoiceFilter(label=_("State"), choices=model._meta.get_field("state").choices)  # type: ignore[union-attr]


class RiskFilter(RegisterFilter):
    words = ("title", "description", "response_plan")

    state = _states(Risk)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=RiskKind.choices)
    probability = filters.ChoiceFilter(label=_("Probability"), choices=_RATINGS, field_name="now_probability")
    impact = filters.ChoiceFilter(label=_("Impact"), choices=_RATINGS, field_name="now_impact")
    assessed = filters.ChoiceFilter(
        label=_("Assessed"), choices=[("yes", _("Assessed")), ("no", _("Not assessed"))], method="by_assessed"
    )
    response = filters.ChoiceFilter(label=_("Response"), choices=RiskResponse.choices)
    owner = _owners(Risk, _("Owner"))

    class Meta:
        model = Risk
        fields: list[str] = []

    def by_assessed(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return rows.filter(now_score__isnull=value == "no")


class IssueFilter(RegisterFilter):
    state = _states(Issue)
    severity = filters.ChoiceFilter(label=_("Severity"), choices=Priority.choices)
    owner = _owners(Issue, _("Owner"))

    class Meta:
        model = Issue
        fields: list[str] = []


class DecisionFilter(RegisterFilter):
    words = ("title", "description", "outcome")

    state = _states(Decision)
    owner = _owners(Decision, _("Decider"))

    class Meta:
        model = Decision
        fields: list[str] = []


class ActionFilter(RegisterFilter):
    state = _states(Action)
    owner = _owners(Action, _("Owner"))

    class Meta:
        model = Action
        fields: list[str] = []


class ChangeFilter(RegisterFilter):
    due = None  # a change request has no day of its own

    state = _states(ChangeRequest)
    owner = _owners(ChangeRequest, _("Asked by"))

    class Meta:
        model = ChangeRequest
        fields: list[str] = []


class MilestoneFilter(RegisterFilter):
    words = ("name",)

    gate = filters.ChoiceFilter(
        label=_("Gate"), choices=[("yes", _("Gates")), ("no", _("Other milestones"))], method="by_gate"
    )
    slipped = filters.ChoiceFilter(
        label=_("Slipped"), choices=[("yes", _("Later than the baseline")), ("no", _("On time"))], method="by_slip"
    )

    class Meta:
        model = Milestone
        fields: list[str] = []

    def by_gate(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return rows.filter(gate=value == "yes")

    def by_slip(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        late = Q(forecast__gt=models.F("baseline"))
        return rows.filter(late) if value == "yes" else rows.filter(forecast__lte=models.F("baseline"))
