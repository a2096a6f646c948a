"""Filters of the list of reports."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pmo.core.models import User
from portfolio.models import Portfolio, Programme
from projects.enums import Health, ReportState
from projects.models import StatusReport


def _portfolios(request: HttpRequest) -> "QuerySet[Portfolio]":
    return Portfolio.objects.visible_to(request.user)  # type: ignore[arg-type]


def _programmes(request: HttpRequest) -> "QuerySet[Programme]":
    return Programme.objects.visible_to(request.user)  # type: ignore[arg-type]


def _authors(request: HttpRequest) -> "QuerySet[User]":
    seen = StatusReport.objects.visible_to(request.user).filter(state=ReportState.PUBLISHED)  # type: ignore[arg-type]
    return User.objects.filter(pk__in=seen.order_by().values("author"))


class ReportFilter(django_filters.FilterSet):
    """By words, health, place, author and date."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    health = django_filters.ChoiceFilter(
        label=_("Declared health"), choices=Health.choices, field_name="declared_health"
    )
    portfolio = django_filters.ModelChoiceFilter(
        label=_("Portfolio"), queryset=_portfolios, to_field_name="code", method="by_portfolio"
    )
    programme = django_filters.ModelChoiceFilter(
        label=_("Programme"), queryset=_programmes, to_field_name="code", field_name="project__programme"
    )
    project = django_filters.CharFilter(label=_("Project (code)"), field_name="project__code")
    author = django_filters.ModelChoiceFilter(label=_("Author"), queryset=_authors, to_field_name="username")
    since = django_filters.DateFilter(label=_("From"), field_name="period_end", lookup_expr="gte")
    until = django_filters.DateFilter(label=_("To"), field_name="period_end", lookup_expr="lte")

    class Meta:
        model = StatusReport
        fields: list[str] = []

    def search(self, reports: "QuerySet[Any]", name: str, text: str) -> "QuerySet[Any]":
        words = ("achieved", "next_steps", "decisions_asked", "health_reason", "project__code", "project__name")
        found = Q()
        for word in words:
            found |= Q(**{f"{word}__icontains": text})
        return reports.filter(found)

    def by_portfolio(self, reports: "QuerySet[Any]", name: str, portfolio: Portfolio) -> "QuerySet[Any]":
        return reports.filter(project__portfolio__path__startswith=portfolio.path)


class StateFilter(django_filters.FilterSet):
    """For those who also see drafts."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ReportState.choices)

    class Meta:
        model = StatusReport
        fields: list[str] = []
