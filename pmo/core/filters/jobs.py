"""Filters of the list of jobs."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from pmo.core.enums import JobState
from pmo.core.models import JobRun


class JobFilter(filters.FilterSet):
    kind = filters.CharFilter(label=_("Kind"))
    state = filters.MultipleChoiceFilter(label=_("State"), choices=JobState.choices)

    class Meta:
        model = JobRun
        fields: list[str] = []
