"""Filters of the list of typed exchange rates."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from pmo.core.models import ExchangeRate


class ExchangeRateFilter(filters.FilterSet):
    currency = filters.CharFilter(label=_("Currency"))
    since = filters.DateFilter(label=_("From"), field_name="on", lookup_expr="gte")
    until = filters.DateFilter(label=_("To"), field_name="on", lookup_expr="lte")

    class Meta:
        model = ExchangeRate
        fields: list[str] = []
