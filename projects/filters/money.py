"""Filters of money lines: common ones, then what each kind adds."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.enums import BudgetState, CostType, ForecastKind
from projects.filters.part import PartFilter
from projects.models import ActualCost, BudgetLine, Commitment, Forecast


class LineFilter(PartFilter):
    currency = filters.CharFilter(label=_("Currency"), lookup_expr="iexact")
    known = filters.ChoiceFilter(
        label=_("Amount"), choices=[("yes", _("Known")), ("no", _("Missing"))], method="by_known"
    )

    def by_known(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return rows.filter(missing="") if value == "yes" else rows.exclude(missing="")


def _from(field: str) -> filters.DateFilter:
    return filters.DateFilter(label=_("From"), field_name=field, lookup_expr="gte")


def _to(field: str) -> filters.DateFilter:
    return filters.DateFilter(label=_("To"), field_name=field, lookup_expr="lte")


def _cost_type() -> filters.ChoiceFilter:
    return filters.ChoiceFilter(label=_("CAPEX / OPEX"), choices=CostType.choices)


class BudgetLineFilter(LineFilter):
    """A period is met when a day of it lies between ``period_from`` and ``period_to``."""

    words = ("category", "label", "funding_source")

    state = filters.ChoiceFilter(label=_("State"), choices=BudgetState.choices)
    category = filters.CharFilter(label=_("Category"))
    cost_type = _cost_type()
    funding_source = filters.CharFilter(label=_("Funding source"))
    period_from = filters.DateFilter(label=_("Period from"), field_name="period_end", lookup_expr="gte")
    period_to = filters.DateFilter(label=_("Period to"), field_name="period_start", lookup_expr="lte")
    approved_from = _from("approved_on")
    approved_to = _to("approved_on")

    class Meta:
        model = BudgetLine
        fields: list[str] = []


class CommitmentFilter(LineFilter):
    words = ("reference", "supplier", "label")

    open = filters.ChoiceFilter(
        label=_("Open"), choices=[("yes", _("Still open")), ("no", _("Over"))], method="by_open"
    )
    supplier = filters.CharFilter(label=_("Supplier"))
    ordered_from = _from("ordered_on")
    ordered_to = _to("ordered_on")

    class Meta:
        model = Commitment
        fields: list[str] = []

    def by_open(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return rows.filter(closed=value == "no")


class ActualCostFilter(LineFilter):
    words = ("document", "supplier", "category", "funding_source")

    category = filters.CharFilter(label=_("Cost element"))
    supplier = filters.CharFilter(label=_("Supplier"))
    cost_type = _cost_type()
    funding_source = filters.CharFilter(label=_("Funding source"))
    posted_from = _from("posting_date")
    posted_to = _to("posting_date")

    class Meta:
        model = ActualCost
        fields: list[str] = []


class ForecastFilter(LineFilter):
    words = ("note",)

    kind = filters.ChoiceFilter(label=_("Kind"), choices=ForecastKind.choices)
    made_from = _from("made_on")
    made_to = _to("made_on")

    class Meta:
        model = Forecast
        fields: list[str] = []
