"""Plotly figures of a scope, as plain dicts; colours by token, amounts in the currency of the roll-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reporting.queries.curves import SCurve
from reporting.queries.period_totals import PeriodTotal
from reporting.queries.rollup import Rollup
from reporting.queries.scope import Scope
from reporting.views.money_axis import money_axis, name_axis

MOST_PARTS = 12
"""Bars that can be read; the table beside them holds every part."""


@dataclass
class YearTotal:
    """What all sources together plan and spend in one period."""

    label: str
    approved: Decimal | None = None
    planned: Decimal | None = None
    actual: Decimal | None = None
    incomplete: int = 0


def by_year(periods: Sequence[PeriodTotal]) -> list[YearTotal]:
    """Periods by the calendar year they end in, then those without dates by their label."""
    found: dict[str, YearTotal] = {}
    for period in periods:
        label = str(period.end.year) if period.end else _undated(period.label)
        year = found.setdefault(label, YearTotal(label))
        year.incomplete += period.incomplete
        for name in ("approved", "planned", "actual"):
            amount = getattr(period, name)
            if amount is not None:
                setattr(year, name, (getattr(year, name) or Decimal(0)) + amount)
    return sorted(found.values(), key=lambda year: (not year.label.isdigit(), year.label))


def _undated(label: str) -> str:
    """The one undated period the profiles write is told in the reader's language."""
    return _("To complete") if label == "to complete" else label or _("No period")


@dataclass
class SourceTotal(YearTotal):
    source: str = ""


def by_source(periods: Sequence[PeriodTotal]) -> list[SourceTotal]:
    """The same years, each split by funding source."""
    sources = sorted({period.funding_source for period in periods})
    split = [
        SourceTotal(**vars(year), source=source)
        for source in sources
        for year in by_year([period for period in periods if period.funding_source == source])
    ]
    return sorted(split, key=lambda total: (not total.label.isdigit(), total.label, total.source))


def spending_figure(years: Sequence[YearTotal], currency: str) -> dict[str, Any] | None:
    """Grouped columns, only of the columns that hold something."""
    names = (
        ("approved", _("Approved"), "token:series-1"),
        ("planned", _("Planned"), "token:series-4"),
        ("actual", _("Actual"), "token:series-2"),
    )
    data = [
        {
            "type": "bar",
            "name": label,
            "x": [year.label for year in years],
            "y": [number(getattr(year, name)) for year in years],
            "marker": {"color": token},
        }
        for name, label, token in names
        if any(getattr(year, name) is not None for year in years)
    ]
    if not data:
        return None
    amounts = [getattr(year, name) for year in years for name, _label, _token in names]
    return {
        "data": data,
        "layout": {"barmode": "group", "xaxis": {"type": "category"}, "yaxis": money_axis(amounts, currency)},
    }


def children_figure(children: Sequence[tuple[Scope, Rollup]], currency: str) -> dict[str, Any] | None:
    """Budget beside EAC for each part of the scope, the largest on top."""
    known = [
        (scope, rollup)
        for scope, rollup in children
        if rollup.value("approved_budget") is not None or rollup.value("EAC") is not None
    ]
    if not known:
        return None
    known.sort(key=lambda child: child[1].value("approved_budget") or child[1].value("EAC") or Decimal(0))
    known = known[-MOST_PARTS:]
    names = [name_of(scope) for scope, _rollup in known]
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": label,
            "y": list(range(len(names))),
            "hovertext": names,
            "x": [number(rollup.value(measure)) for _scope, rollup in known],
            "marker": {"color": token},
        }
        for measure, label, token in (
            ("EAC", "EAC", "token:series-2"),
            ("approved_budget", _("Budget"), "token:series-1"),
        )
    ]
    amounts = [rollup.value(measure) for _scope, rollup in known for measure in ("EAC", "approved_budget")]
    layout = {"barmode": "group", "yaxis": name_axis(names), "xaxis": money_axis(amounts, currency)}
    return {"data": data, "layout": layout | {"legend": {"traceorder": "reversed", "orientation": "h", "y": 1.12}}}


def curve_figure(curve: SCurve | None, eac: Decimal | None, currency: str) -> dict[str, Any] | None:
    """PV, EV and AC by month, and the EAC as a level."""
    if curve is None:
        return None
    months = [month.isoformat() for month in curve.months]
    data = [
        _line("PV", months, curve.pv, "token:baseline", dash="dash"),
        _line("EV", months, curve.ev, "token:series-1"),
        _line("AC", months, curve.ac, "token:series-2"),
    ]
    if eac is not None:
        data.append(_line("EAC", [months[0], months[-1]], [eac, eac], "token:series-5", dash="dot"))
    axis = money_axis([*curve.pv, *curve.ev, *curve.ac, eac], currency)
    return {"data": data, "layout": {"yaxis": axis, "hovermode": "x unified"}}


def curve_rows(curve: SCurve | None) -> list[tuple[Any, ...]]:
    """The same as a table: month, PV, EV, AC."""
    return list(zip(curve.months, curve.pv, curve.ev, curve.ac, strict=True)) if curve else []


def name_of(scope: Scope) -> str:
    return scope.target.name if scope.target else ""


def number(amount: Decimal | None) -> float | None:
    """Charts draw in floating point; the table beside them keeps the exact amount."""
    return None if amount is None else float(amount)


def _line(
    name: str, months: Sequence[str], values: Sequence[Decimal | None], token: str, dash: str = "solid"
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": months,
        "y": [number(value) for value in values],
        "line": {"color": token, "dash": dash},
    }
