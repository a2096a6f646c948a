"""Filters of the audit trail."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pmo.core.models import AuditEntry
from pmo.core.queries.audit import filtered


class AuditEntryFilter(filters.FilterSet):
    """As on the page of the trail."""

    q = filters.CharFilter(label=_("Search the trail"), method="search")
    verb = filters.CharFilter(label=_("What was done"))
    object_type = filters.CharFilter(label=_("Kind of object"))
    object_id = filters.UUIDFilter(label=_("Object"), field_name="object_uuid")
    actor = filters.CharFilter(label=_("Who"), field_name="actor__username")
    since = filters.DateFilter(label=_("From"), method="by_day")
    until = filters.DateFilter(label=_("To"), method="by_day")

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def search(self, entries: "QuerySet[Any]", name: str, text: str) -> "QuerySet[Any]":
        return filtered(entries, q=text)

    def by_day(self, entries: "QuerySet[Any]", name: str, day: Any) -> "QuerySet[Any]":
        return filtered(entries, **{name: day})
