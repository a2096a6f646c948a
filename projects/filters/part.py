"""What registers and money are filtered by: words, and where their project stands."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.filters.project import visible_portfolios


class PartFilter(filters.FilterSet):
    """Built with a request, whose person it asks. ``words`` are the fields searched beside the project's."""

    words: tuple[str, ...] = ()

    q = filters.CharFilter(label=_("Search"), method="search")
    portfolio = filters.ModelChoiceFilter(
        label=_("Portfolio"), queryset=visible_portfolios, to_field_name="code", method="by_portfolio"
    )
    programme = filters.CharFilter(label=_("Programme (code)"), field_name="project__programme__code")
    project = filters.CharFilter(label=_("Project (code)"), field_name="project__code")

    def search(self, rows: "QuerySet[Any]", name: str, text: str) -> "QuerySet[Any]":
        found = Q(project__name__icontains=text) | Q(project__code__icontains=text)
        for word in self.words:
            found |= Q(**{f"{word}__icontains": text})
        return rows.filter(found)

    def by_portfolio(self, rows: "QuerySet[Any]", name: str, portfolio: Any) -> "QuerySet[Any]":
        return rows.filter(project__portfolio__path__startswith=portfolio.path)
