"""Filters of KPIs and of their values."""

import django_filters as filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portfolio.models import Portfolio
from reporting.models import Kpi, KpiValue
from reporting.models.kpi import Frequency


def _portfolios(request: HttpRequest) -> "QuerySet[Portfolio]":
    return Portfolio.objects.visible_to(request.user)  # type: ignore[arg-type]


class KpiFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), field_name="name", lookup_expr="icontains")
    owner = filters.CharFilter(label=_("Owner"), field_name="owner__username")
    frequency = filters.MultipleChoiceFilter(label=_("Frequency"), choices=Frequency.choices)

    class Meta:
        model = Kpi
        fields: list[str] = []


class KpiValueFilter(filters.FilterSet):
    """Without a portfolio: of all scopes."""

    kpi = filters.CharFilter(label=_("KPI (code)"), field_name="kpi__code")
    portfolio = filters.ModelChoiceFilter(label=_("Portfolio"), queryset=_portfolios, to_field_name="code")
    since = filters.DateFilter(label=_("From"), field_name="on", lookup_expr="gte")
    until = filters.DateFilter(label=_("To"), field_name="on", lookup_expr="lte")

    class Meta:
        model = KpiValue
        fields: list[str] = []
