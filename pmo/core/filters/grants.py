"""Filters of the list of grants."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pmo.core.models import Grant
from pmo.core.models.grant import Scope
from pmo.core.queries.grants import search_grants
from pmo.core.roles import Role


class GrantFilter(filters.FilterSet):
    """As on the page of grants, and by the holder."""

    q = filters.CharFilter(label=_("Search grants"), method="search")
    role = filters.ChoiceFilter(label=_("Role"), choices=Role.choices)
    scope = filters.ChoiceFilter(label=_("Scope"), choices=Scope.choices)
    user = filters.CharFilter(label=_("Person"), field_name="user__username")
    group = filters.CharFilter(label=_("Group"), field_name="group__name")

    class Meta:
        model = Grant
        fields: list[str] = []

    def search(self, grants: "QuerySet[Any]", name: str, text: str) -> "QuerySet[Any]":
        return search_grants(grants, q=text)
