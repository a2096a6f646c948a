"""Filters of every list of projects."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pmo.core.models import User
from portfolio.models import Portfolio, Programme
from projects.enums import Health, Phase, Priority, ProjectStatus
from projects.models import Project
from reporting.queries.project_table import BudgetKnown, FactCriteria

BUDGET_CHOICES = [
    (BudgetKnown.KNOWN.value, _("Known")),
    (BudgetKnown.UNKNOWN.value, _("Not known")),
    (BudgetKnown.WITHHELD.value, _("Withheld")),
]
YES = [("1", _("Yes"))]


def _portfolios(request: HttpRequest) -> QuerySet[Portfolio]:
    return Portfolio.objects.visible_to(request.user)


def _programmes(request: HttpRequest) -> QuerySet[Programme]:
    return Programme.objects.visible_to(request.user)


def _managers(request: HttpRequest) -> QuerySet[User]:
    managed = Project.objects.visible_to(request.user).exclude(manager=None).order_by().values("manager")
    return User.objects.filter(pk__in=managed)


class ProjectFilter(django_filters.FilterSet):
    """Conditions on the project narrow the query; conditions on its facts are handed over by :meth:`criteria`.

    Facts of another day exist in memory only, so the database cannot filter on them.
    """

    q = django_filters.CharFilter(label=_("Search by code or name"), method="by_words")
    portfolio = django_filters.ModelChoiceFilter(
        label=_("Portfolio"), queryset=_portfolios, to_field_name="code", method="by_portfolio"
    )
    programme = django_filters.ModelChoiceFilter(label=_("Programme"), queryset=_programmes, to_field_name="code")
    manager = django_filters.ModelChoiceFilter(label=_("Manager"), queryset=_managers, to_field_name="username")
    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=ProjectStatus.choices)
    phase = django_filters.MultipleChoiceFilter(label=_("Phase"), choices=Phase.choices)
    priority = django_filters.MultipleChoiceFilter(label=_("Priority"), choices=Priority.choices)
    health = django_filters.MultipleChoiceFilter(label=_("Health"), choices=Health.choices, method="by_facts")
    computed = django_filters.MultipleChoiceFilter(
        label=_("Computed health"), choices=Health.choices, method="by_facts"
    )
    differs = django_filters.ChoiceFilter(label=_("Declared differs from computed"), choices=YES, method="by_facts")
    has_budget = django_filters.ChoiceFilter(label=_("Approved budget"), choices=BUDGET_CHOICES, method="by_facts")
    over_budget = django_filters.ChoiceFilter(label=_("EAC over budget"), choices=YES, method="by_facts")
    not_reported = django_filters.ChoiceFilter(label=_("Report overdue"), choices=YES, method="by_facts")

    class Meta:
        model = Project
        fields: list[str] = []

    def criteria(self) -> FactCriteria:
        """What was asked of the facts; nothing where the input is not valid."""
        asked: dict[str, Any] = self.form.cleaned_data if self.form.is_valid() else {}
        return FactCriteria(
            health=frozenset(asked.get("health") or ()),
            computed=frozenset(asked.get("computed") or ()),
            differs=bool(asked.get("differs")),
            budget=BudgetKnown(asked["has_budget"]) if asked.get("has_budget") else None,
            over_budget=bool(asked.get("over_budget")),
            not_reported=bool(asked.get("not_reported")),
        )

    def by_words(self, queryset: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        for word in value.split():
            queryset = queryset.filter(Q(code__icontains=word) | Q(name__icontains=word))
        return queryset

    def by_portfolio(self, queryset: QuerySet[Project], name: str, value: Portfolio) -> QuerySet[Project]:
        return queryset.filter(portfolio__path__startswith=value.path)

    def by_facts(self, queryset: QuerySet[Project], name: str, value: Any) -> QuerySet[Project]:
        return queryset
