"""Filters of the list of saved views."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from pmo.core.models import SavedView


class SavedViewFilter(filters.FilterSet):
    page = filters.CharFilter(label=_("Page"))
    owner = filters.CharFilter(label=_("Owner"), field_name="owner__username")

    class Meta:
        model = SavedView
        fields: list[str] = []
