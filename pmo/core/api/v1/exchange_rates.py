"""Exchange rates that the office typed; those of the European Central Bank need no typing and are not listed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from pmo.core.actions.exchange_rates import remove_rate, set_rate
from pmo.core.api.serializers import Body, Row, currency
from pmo.core.api.writing import Creates, Removes
from pmo.core.currency import EURO
from pmo.core.filters.exchange_rates import ExchangeRateFilter
from pmo.core.models import ExchangeRate, TokenAccess, User


class ExchangeRateRow(Row):
    class Meta:
        model = ExchangeRate
        fields = ["id", "currency", "on", "per_euro", "source"]


class ExchangeRateBody(Body):
    """Units of the currency for one euro. A rate of the same day is replaced."""

    currency = currency()
    per_euro = serializers.DecimalField(max_digits=20, decimal_places=8, min_value=Decimal("0.00000001"))

    class Meta:
        model = ExchangeRate
        fields = ["currency", "on", "per_euro", "source"]

    def validate_currency(self, value: str) -> str:
        if value == EURO:
            raise serializers.ValidationError(
                _("Rates are in units for one euro; the euro itself needs none."), code="euro"
            )
        return value


class ExchangeRates(Creates, Removes):
    model, rows, filters, creates = ExchangeRate, ExchangeRateRow, (ExchangeRateFilter,), ExchangeRateBody
    id_field = "pk"
    access = TokenAccess.ADMINISTER

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return ExchangeRate.objects.all()

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> ExchangeRate:
        return set_rate(**values, by=by, at=at)

    def remove(self, *, obj: ExchangeRate, version: int | None, by: User, at: datetime) -> None:
        remove_rate(rate=obj, by=by, at=at)
