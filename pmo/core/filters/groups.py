"""Filters of the list of groups."""

import django_filters as filters
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _


class GroupFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search groups"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = Group
        fields: list[str] = []
