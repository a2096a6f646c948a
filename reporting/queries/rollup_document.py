"""A roll-up as plain JSON values: the shape the command prints and other programs read."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from reporting.engine.measures import BY_NAME, Unit
from reporting.engine.rollup import Total
from reporting.queries.rollup import Rollup

MONEY_PLACES = 2
INDEX_PLACES = 6


def document(rollup: Rollup) -> dict[str, Any]:
    """``measures`` by the names of measures.md, each with its value as text and how many projects know it."""
    return {
        "scope": str(rollup.scope),
        "as_of": rollup.as_of.isoformat(),
        "currency": rollup.currency,
        "projects": rollup.projects,
        "measures": {name: _measure(name, total) for name, total in rollup.measures.items()},
        "health": dict(rollup.health),
        "computed_health": dict(rollup.computed_health),
        "declared_health": dict(rollup.declared_health),
        "rates": {
            currency: None if rate is None else {"value": plain(rate.value), "on": rate.on.isoformat()}
            for currency, rate in rollup.rates.items()
            if currency != rollup.currency
        },
        "periods": [{name: _json(value) for name, value in asdict(period).items()} for period in rollup.periods],
    }


def plain(value: Decimal, places: int = 0) -> str:
    """All the digits, at least ``places`` decimals, no exponent and no idle zeros."""
    text = format(value, "f")
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(places, "0")
    return f"{whole}.{decimals}" if decimals else whole


def _measure(name: str, total: Total) -> dict[str, Any]:
    value = None if total.value is None else _text(name, total.value)
    return {"value": value, "known": total.known, "of": total.of, "withheld": total.withheld}


def _text(name: str, value: Decimal) -> str:
    unit = BY_NAME[name].unit if name in BY_NAME else Unit.MONTHS
    if unit is Unit.MONEY:
        return plain(value, MONEY_PLACES)
    return plain(value) if unit in (Unit.NUMBER, Unit.DAYS) else plain(round(value, INDEX_PLACES))


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value, MONEY_PLACES)
    return value.isoformat() if isinstance(value, date) else value
