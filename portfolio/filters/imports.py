"""Filters of imports."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from portfolio.models import ImportRun, ImportState


class ImportFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("State"), choices=ImportState.choices)
    profile = filters.CharFilter(label=_("Profile"))
    sha256 = filters.CharFilter(label=_("SHA-256 of the file"))

    class Meta:
        model = ImportRun
        fields: list[str] = []
