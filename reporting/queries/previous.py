"""What the last closed month said, to compare with today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from pmo.core.currency import Rates
from projects.models import Project
from reporting.engine.earned_value import quotient
from reporting.models import ProjectFactSnapshot

AMOUNTS = ("approved_budget", "committed", "ac", "eac", "vac", "threat_exposure", "benefits", "whole_life_cost")
COLUMNS = ("project_id", "currency", "health", *AMOUNTS, "ev", "pv")


@dataclass(frozen=True)
class Previous:
    """Sums of the closed month at its own rates; a measure nobody knew then is None."""

    period_end: date
    projects: int
    values: Mapping[str, Decimal | None]
    red: int
    amounts: Mapping[int, Mapping[str, Decimal]]
    """What each project knew, by its key and in its own currency."""

    def movement(
        self, name: str, now: Mapping[int, tuple[Decimal | None, Decimal | None]]
    ) -> tuple[Decimal, int] | None:
        """Today less then, and over how many projects: those that know it on both days, at today's rate on both.

        ``now`` holds the amount of each project and its rate; None when no project knows both.
        """
        known = [
            (amount - self.amounts[pk][name]) * rate
            for pk, (amount, rate) in now.items()
            if amount is not None and rate is not None and name in self.amounts.get(pk, {})
        ]
        return (sum(known, Decimal(0)), len(known)) if known else None


def previous_month(projects: QuerySet[Project], as_of: date, currency: str) -> Previous | None:
    """The month before the day, over those of ``projects`` it was closed for; None when it was closed for none."""
    period_end = as_of.replace(day=1) - timedelta(days=1)
    kept = ProjectFactSnapshot.objects.filter(period_end=period_end, project__in=projects.order_by().values("pk"))
    # The last correction of a project comes last and takes the place of what was kept before.
    latest = {row["project_id"]: row for row in kept.order_by("sequence").values(*COLUMNS)}
    if not latest:
        return None
    rates = Rates(period_end)
    values = {name: _sum(latest.values(), (name,), currency, rates)[name] for name in AMOUNTS}
    cost = _sum(latest.values(), ("ev", "ac"), currency, rates)
    schedule = _sum(latest.values(), ("ev", "pv"), currency, rates)
    values["CPI"] = quotient(cost["ev"], cost["ac"])
    values["SPI"] = quotient(schedule["ev"], schedule["pv"])
    red = sum(row["health"] == "red" for row in latest.values())
    return Previous(period_end, len(latest), values, red, _amounts(latest))


def _amounts(latest: Mapping[int, Mapping[str, Any]]) -> dict[int, dict[str, Decimal]]:
    return {pk: {name: row[name] for name in AMOUNTS if row[name] is not None} for pk, row in latest.items()}


def _sum(
    rows: Iterable[Mapping[str, Any]], names: tuple[str, ...], currency: str, rates: Rates
) -> dict[str, Decimal | None]:
    """Sums over the projects that know all the names, so that both sides of a ratio speak of the same ones."""
    found: dict[str, Decimal | None] = dict.fromkeys(names)
    for row in rows:
        dated = rates.between(row["currency"], currency)
        if dated is None or any(row[name] is None for name in names):
            continue
        for name in names:
            found[name] = (found[name] or Decimal(0)) + row[name] * dated.value
    return found
