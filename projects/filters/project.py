"""Filters of projects by what they say of themselves."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pmo.core.models import User
from projects.enums import Phase, Priority, ProjectStatus
from projects.models import Project


def visible_portfolios(request: HttpRequest | None) -> "QuerySet[Any]":
    return _visible("portfolio", request)


def visible_programmes(request: HttpRequest | None) -> "QuerySet[Any]":
    return _visible("programme", request)


def managers(request: HttpRequest | None) -> "QuerySet[User]":
    """People who manage something this person sees."""
    seen = Project.objects.visible_to(request.user if request else None)  # type: ignore[arg-type]
    return User.objects.filter(pk__in=seen.exclude(manager=None).order_by().values("manager"))


class ProjectFilter(filters.FilterSet):
    """Built with a request, whose person it asks."""

    q = filters.CharFilter(label=_("Search by code or name"), method="by_words")
    portfolio = filters.ModelChoiceFilter(
        label=_("Portfolio"), queryset=visible_portfolios, to_field_name="code", method="by_portfolio"
    )
    programme = filters.ModelChoiceFilter(label=_("Programme"), queryset=visible_programmes, to_field_name="code")
    manager = filters.ModelChoiceFilter(label=_("Manager"), queryset=managers, to_field_name="username")
    status = filters.MultipleChoiceFilter(label=_("Status"), choices=ProjectStatus.choices)
    phase = filters.MultipleChoiceFilter(label=_("Phase"), choices=Phase.choices)
    priority = filters.MultipleChoiceFilter(label=_("Priority"), choices=Priority.choices)

    class Meta:
        model = Project
        fields: list[str] = []

    def by_words(self, projects: "QuerySet[Project]", name: str, value: str) -> "QuerySet[Project]":
        for word in value.split():
            projects = projects.filter(Q(code__icontains=word) | Q(name__icontains=word))
        return projects

    def by_portfolio(self, projects: "QuerySet[Project]", name: str, value: Any) -> "QuerySet[Project]":
        return projects.filter(portfolio__path__startswith=value.path)


def _visible(name: str, request: HttpRequest | None) -> "QuerySet[Any]":
    model: Any = Project._meta.get_field(name).related_model
    return model.objects.visible_to(request.user if request else None)  # type: ignore[no-any-return]
