"""KPIs: their definitions, and the values recorded of them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from pmo.core.api.serializers import RECORD, Body, RecordRow, Reference, Row, person
from pmo.core.api.writing import Amends, Creates
from pmo.core.models import User
from portfolio.models import Portfolio
from reporting.actions.kpi import create_kpi, edit_kpi, measure_kpi
from reporting.filters.kpi import KpiFilter, KpiValueFilter
from reporting.models import Kpi, KpiValue
from reporting.queries.kpi import kpi_values_visible_to

DEFINITION = [
    "code",
    "name",
    "name_fr",
    "description",
    "formula",
    "unit",
    "owner",
    "direction",
    "frequency",
    "target",
    "amber",
    "red",
]


class KpiRow(RecordRow):
    owner = serializers.CharField(source="owner.username", allow_null=True)
    owner_id = serializers.UUIDField(source="owner.uuid", allow_null=True)

    class Meta:
        model = Kpi
        fields = [*RECORD, *DEFINITION, "owner_id"]


class KpiBody(Body):
    """``formula`` is arithmetic over measures, such as EAC / approved_budget; empty = measured by hand."""

    owner = person()

    class Meta:
        model = Kpi
        fields = DEFINITION


class Kpis(Creates, Amends):
    model, rows, filters = Kpi, KpiRow, (KpiFilter,)
    creates, amends = KpiBody, KpiBody
    example = {"code": "drift", "name": "Cost drift", "formula": "EAC / approved_budget", "direction": "lower"}
    code = "code"

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return Kpi.objects.all()

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Kpi:
        return create_kpi(values=values, by=by, at=at)

    def amend(self, *, obj: Kpi, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Kpi:
        return edit_kpi(kpi=obj, values=values, version=version, by=by, at=at)


class KpiValueRow(Row):
    kpi = serializers.CharField(source="kpi.code")
    portfolio = serializers.CharField(
        source="portfolio.code", allow_null=True, help_text="Nothing for the whole organisation."
    )
    by = serializers.CharField(source="by.username", allow_null=True, help_text="Nothing for a computed value.")

    class Meta:
        model = KpiValue
        fields = ["id", "kpi", "portfolio", "on", "value", "note", "by", "recorded_at"]


def visible_portfolios(user: User) -> QuerySet[Any]:
    return Portfolio.objects.visible_to(user)


def every_kpi(user: User) -> QuerySet[Any]:
    return Kpi.objects.all()


class KpiValueBody(Body):
    """A value of the same day is replaced. Without a value the note says why there is none."""

    kpi = Reference(every_kpi, help_text="Code or id of a KPI that is measured by hand.")
    portfolio = Reference(visible_portfolios, required=False, allow_null=True, default=None)
    value = serializers.DecimalField(max_digits=20, decimal_places=6, required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")

    class Meta:
        model = KpiValue
        fields = ["kpi", "portfolio", "on", "value", "note"]


class KpiValues(Creates):
    model, rows, filters, creates = KpiValue, KpiValueRow, (KpiValueFilter,), KpiValueBody
    id_field = "pk"

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return kpi_values_visible_to(user)

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> KpiValue:
        return measure_kpi(**values, by=by, at=at)
