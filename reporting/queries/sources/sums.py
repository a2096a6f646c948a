"""Sums per project that are unknown as soon as one of their rows is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Value, When
from django.utils.translation import gettext_noop

from pmo.core.currency import Rates
from pmo.core.enums import Missing
from reporting.engine.figure import Figure, known, unknown, withheld
from reporting.queries.exact_sum import ExactSum

NO_RATE = gettext_noop("No exchange rate")
PART_MISSING = gettext_noop("A part is not known")


def when(condition: Q, then: str) -> Case:
    """The field on rows that meet the condition, nothing on the others."""
    return Case(When(condition, then=F(then)))


def sums_by_project(rows: QuerySet[Any], **sums: str | Case) -> list[dict[str, Any]]:
    """One row per project and currency: the sums, how many rows lack their amount by kind, and one of the reasons."""

    def lacking(kind: Missing) -> dict[str, Any]:
        return {
            f"{kind.value}_rows": Count(Case(When(missing=kind, then=Value(1)))),
            f"{kind.value}_reason": Max(Case(When(missing=kind, then=F("missing_reason")), output_field=CharField())),
        }

    aggregates = {name: ExactSum(expression) for name, expression in sums.items()}
    return list(
        rows.order_by()
        .values("project_id", "currency")
        .annotate(**aggregates, **lacking(Missing.UNKNOWN), **lacking(Missing.WITHHELD))
    )


class Converter:
    """Brings amounts of any currency into the currency of each project, at the rates of one day."""

    def __init__(self, currencies: Mapping[int, str], rates: Rates) -> None:
        self._currencies = currencies
        self._rates = rates

    def figure(self, project: int, currency: str, amount: Decimal) -> Figure:
        dated = self._rates.between(currency, self._currencies[project])
        return unknown(NO_RATE) if dated is None else known(amount * dated.value)

    def figures(self, rows: Iterable[Mapping[str, Any]], name: str) -> dict[int, Figure]:
        """The sum ``name`` of each project that has rows: withheld when a row is, unknown when a row is, else exact."""
        parts: dict[int, list[Figure]] = defaultdict(list)
        for row in rows:
            parts[row["project_id"]].append(self._part(row, row[name]))
        return {project: total(figures) for project, figures in parts.items()}

    def _part(self, row: Mapping[str, Any], amount: Decimal | None) -> Figure:
        if row["withheld_rows"]:
            return withheld(row["withheld_reason"])
        if row["unknown_rows"]:
            return unknown(row["unknown_reason"] or PART_MISSING)
        return self.figure(row["project_id"], row["currency"], amount or Decimal(0))


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of figures: withheld if one is, unknown if one is."""
    parts = list(figures)
    for kind in ("withheld", "unknown"):
        for part in parts:
            if part.absence == kind:
                return part
    return known(sum((part.value or Decimal(0) for part in parts), Decimal(0)))
