"""Filters of portfolios and programmes."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portfolio.models import Portfolio, Programme


def visible_portfolios(request: HttpRequest | None) -> "QuerySet[Portfolio]":
    return Portfolio.objects.visible_to(request.user if request else None)  # type: ignore[arg-type]


class PlaceFilter(filters.FilterSet):
    """Built with a request, whose person it asks."""

    q = filters.CharFilter(label=_("Search by code or name"), method="by_words")
    owner = filters.CharFilter(label=_("Owner"), field_name="owner__username")

    def by_words(self, places: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        for word in value.split():
            places = places.filter(Q(code__icontains=word) | Q(name__icontains=word))
        return places


class PortfolioFilter(PlaceFilter):
    """``under`` finds a portfolio with all that stand below it."""

    under = filters.ModelChoiceFilter(
        label=_("Parent portfolio"), queryset=visible_portfolios, to_field_name="code", method="by_branch"
    )

    class Meta:
        model = Portfolio
        fields: list[str] = []

    def by_branch(self, places: "QuerySet[Any]", name: str, value: Portfolio) -> "QuerySet[Any]":
        return places.filter(path__startswith=value.path)


class ProgrammeFilter(PlaceFilter):
    portfolio = filters.ModelChoiceFilter(
        label=_("Portfolio"), queryset=visible_portfolios, to_field_name="code", method="by_portfolio"
    )

    class Meta:
        model = Programme
        fields: list[str] = []

    def by_portfolio(self, places: "QuerySet[Any]", name: str, value: Portfolio) -> "QuerySet[Any]":
        return places.filter(portfolio__path__startswith=value.path)
