"""Sums per project that are unknown as soon as one of their rows is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from django.utils.translation import gettext_noop

from pmo.core.currency import Rates
from pmo.core.enums import Missing
from reporting.engine.figure import Figure, known, unknown, withheld
from reporting.queries.exact_sum import ExactSum

NO_RATE = gettext_noop("No exchange rate")
PART_MISSING = gettext_noop("A part is not known")
NOTHING = Decimal(0)


class Tally(Count):
    """A count as the database gives it: an integer already, which need not be converted row by row."""

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []


def when(condition: Q, then: str) -> Case:
    """The field on rows that meet the condition, nothing on the others."""
    return Case(When(condition, then=F(then)))


def sums_by_project(rows: QuerySet[Any], *keys: str, amount: str, **sums: str | Case) -> list[dict[str, Any]]:
    """One row per project, currency and ``keys``: the sums, and under ``absence`` why one of them is not known.

    A row without ``amount`` says why, as the database demands; the reasons are asked for only where one is missing.
    """
    group = ("project_id", "currency", *keys)
    found = list(
        rows.order_by()
        .values(*group)
        .annotate(**{name: ExactSum(expression) for name, expression in sums.items()})
        .annotate(lacking=Tally("pk", filter=Q(**{amount: None})))
    )
    absences = _absences(rows, group) if any(row["lacking"] for row in found) else {}
    for row in found:
        row["absence"] = absences[tuple(row[name] for name in group)] if row["lacking"] else None
    return found


def _absences(rows: QuerySet[Any], group: tuple[str, ...]) -> dict[tuple[Any, ...], Figure]:
    """Withheld where a row is, else unknown; one of the reasons given."""
    found: dict[tuple[Any, ...], Figure] = {}
    lacking = rows.exclude(missing="").order_by().values_list(*group, "missing")
    for *key, kind, reason in lacking.annotate(reason=Max("missing_reason")):
        place = tuple(key)
        if kind == Missing.WITHHELD:
            found[place] = withheld(reason)
        else:
            found.setdefault(place, unknown(reason or PART_MISSING))
    return found


class Converter:
    """Brings amounts of any currency into the currency of each project, at the rates of one day."""

    def __init__(self, currencies: Mapping[int, str], rates: Rates) -> None:
        self._currencies = currencies
        self._rates = rates

    def figure(self, project: int, currency: str, amount: Decimal) -> Figure:
        own = self._currencies[project]
        if currency == own:
            return known(amount)
        dated = self._rates.between(currency, own)
        return unknown(NO_RATE) if dated is None else known(amount * dated.value)

    def figures(self, rows: Iterable[Mapping[str, Any]], name: str) -> dict[int, Figure]:
        """The sum ``name`` of each project that has rows: withheld when a row is, unknown when a row is, else exact."""
        sums: dict[tuple[int, str], Decimal] = {}
        absent: dict[int, list[Figure]] = defaultdict(list)
        for row in rows:
            place = (row["project_id"], row["currency"])
            sums[place] = sums.get(place, NOTHING) + (row[name] or NOTHING)
            if row["absence"] is not None:
                absent[place[0]].append(row["absence"])
        parts: dict[int, list[Figure]] = defaultdict(list)
        for (project, currency), amount in sums.items():
            parts[project].append(self.figure(project, currency, amount))
        return {project: total([*absent.get(project, ()), *figures]) for project, figures in parts.items()}


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of figures: withheld if one is, unknown if one is."""
    parts = list(figures)
    if len(parts) == 1:
        return parts[0]
    for kind in ("withheld", "unknown"):
        for part in parts:
            if part.absence == kind:
                return part
    return known(sum((part.value or NOTHING for part in parts), NOTHING))
