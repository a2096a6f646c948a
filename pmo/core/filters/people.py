"""Filters of the list of people."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pmo.core.models import User
from pmo.core.queries.people import named, people_like, sees_particulars


class PersonFilter(filters.FilterSet):
    """Built with a request: only the office may search in what only the office sees."""

    q = filters.CharFilter(label=_("Search people"), method="search")
    active = filters.ChoiceFilter(
        label=_("Account"), choices=[("yes", _("Active")), ("no", _("Left"))], method="by_active"
    )
    username = filters.CharFilter(label=_("User name"))

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, people: "QuerySet[Any]", name: str, text: str) -> "QuerySet[Any]":
        if sees_particulars(self.request.user):  # type: ignore[union-attr]
            return people.filter(pk__in=people_like(text).order_by().values("pk"))
        return named(people, text)

    def by_active(self, people: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return people.filter(is_active=value == "yes")
