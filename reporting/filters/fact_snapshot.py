"""Filters of the facts of closed periods."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from reporting.models import ProjectFactSnapshot


class SnapshotFilter(filters.FilterSet):
    project = filters.CharFilter(label=_("Project (code)"), field_name="project__code")
    period_end = filters.DateFilter(label=_("Period end"))
    since = filters.DateFilter(label=_("From"), field_name="period_end", lookup_expr="gte")
    until = filters.DateFilter(label=_("To"), field_name="period_end", lookup_expr="lte")

    class Meta:
        model = ProjectFactSnapshot
        fields: list[str] = []
