"""Figures drawn on the server: tiles, sparklines, progress, distributions, timelines, the risk matrix."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from pmo.core.ui import drawing, formats, words
from pmo.core.ui.format_tags import missing_mark

register = template.Library()


def value_text(value: Any, kind: str, currency: str, unit: str, decimals: int | None, *, signed: bool = False) -> str:
    """One value written as money, percent, ratio (two decimals) or number."""
    amount = formats.to_decimal(value)
    if amount is None:
        return missing_mark()
    if kind == "money":
        return formats.money_text(amount, currency, unit, signed=signed, decimals=decimals)
    if kind == "percent":
        return formats.percent_text(amount, 1 if decimals is None else decimals, signed=signed)
    places = decimals if decimals is not None else 2 if kind == "ratio" else 0
    return formats.number_text(amount, places, signed=signed)


def _delta_tone(delta: Decimal | None, better: str) -> str:
    if delta is None or not delta or better not in {"up", "down"}:
        return "flat"
    return "good" if (delta > 0) == (better == "up") else "bad"


@register.inclusion_tag("ui/kpi_tile.html")
def kpi_tile(
    label: object,
    value: Any = None,
    kind: str = "number",
    currency: str = "",
    unit: str = "auto",
    decimals: int | None = None,
    suffix: object = "",
    href: str = "",
    delta: Any = None,
    delta_kind: str = "",
    delta_label: object = "",
    better: str = "",
    state: str = "",
    note: object = "",
    known: int | None = None,
    of: int | None = None,
    withheld: int | None = None,
    series: Sequence[Any] = (),
    reason: object = "",
    missing: object = "",
) -> dict[str, Any]:
    """A number with its unit, its movement, its threshold, and how many things it sums. Props: ui/kpi_tile.html."""
    absent = value is None or value == ""
    exact = formats.to_decimal(value) if kind == "money" and not absent else None
    change = None if delta is None or delta == "" else formats.to_decimal(delta)
    return {
        "label": label,
        "text": missing_mark(reason, missing) if absent else value_text(value, kind, currency, unit, decimals),
        "exact": formats.exact_money_text(exact, currency) if exact is not None else "",
        "suffix": "" if absent else suffix,
        "href": href,
        "delta_text": ""
        if change is None
        else value_text(change, delta_kind or kind, currency, unit, None, signed=True),
        "delta_tone": _delta_tone(change, better),
        "delta_label": delta_label,
        "state": "unknown" if absent and not state else state,
        "note": note,
        "known": known,
        "of": of,
        "withheld": withheld,
        "series": series,
    }


@register.inclusion_tag("ui/sparkline.html")
def sparkline(values: Iterable[Any], label: object = "", tone: str = "accent") -> dict[str, Any]:
    """A line without axes; `label` says what it is and is read out with the first and last values."""
    numbers = [None if value is None else float(value) for value in values]
    known = [Decimal(str(value)) for value in numbers if value is not None]
    ends = f"{formats.exact_text(known[0])} → {formats.exact_text(known[-1])}" if len(known) > 1 else ""
    return {"spark": drawing.spark(numbers), "label": label, "ends": ends, "tone": tone}


@register.inclusion_tag("ui/progress.html")
def progress(value: Any, expected: Any = None, label: object = "", reason: object = "") -> dict[str, Any]:
    """A share done, with a mark where it was expected to be. Behind by more than 10 points turns amber."""
    done = formats.to_decimal(value) if value not in (None, "") else None
    plan = formats.to_decimal(expected) if expected not in (None, "") else None
    late = done is not None and plan is not None and plan - done > Decimal("0.1")
    return {
        "known": done is not None,
        "width": drawing.coordinate(drawing.clamp(float(done or 0), 0, 1) * 100),
        "marker": drawing.coordinate(drawing.clamp(float(plan), 0, 1) * 100) if plan is not None else "",
        "text": formats.percent_text(done) if done is not None else "",
        "expected_text": formats.percent_text(plan) if plan is not None else "",
        "late": late,
        "label": label or _("Progress"),
        "reason": reason,
    }


@register.inclusion_tag("ui/health_bar.html")
def health_bar(counts: Mapping[str, int], href: str = "", label: object = "", compact: bool = False) -> dict[str, Any]:
    """How many things stand in each colour; each part links to `href` + colour."""
    parts: list[dict[str, Any]] = [
        {
            "segment": segment,
            "word": words.HEALTH[segment.key],
            "href": f"{href}{segment.key}" if href else "",
            "percent": formats.percent_text(Decimal(str(segment.share))),
        }
        for segment in drawing.segments(counts or {})
    ]
    total = sum(part["segment"].count for part in parts)
    return {"parts": parts, "total": total, "label": label or _("Health"), "compact": compact}


def _attribute(item: Any, name: str) -> Any:
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)


@register.inclusion_tag("ui/timeline.html")
def timeline(
    milestones: Iterable[Any],
    start: dt.date | None = None,
    end: dt.date | None = None,
    as_of: dt.date | None = None,
    width: int = 120,
) -> dict[str, Any]:
    """Milestones on a line. Each has name, date and state: done, planned, late or missed."""
    dated = [item for item in milestones if _attribute(item, "date")]
    days = [_attribute(item, "date") for item in dated] + ([as_of] if as_of else [])
    if not dated:
        return {"marks": []}
    first, last = start or min(days), end or max(days)
    names = {"done": _("done"), "planned": _("planned"), "late": _("late"), "missed": _("missed")}
    marks = []
    for item in dated:
        state = str(_attribute(item, "state") or "planned")
        day = _attribute(item, "date")
        marks.append(
            {
                "x": drawing.coordinate(drawing.day_position(day, first, last, width, 8)),
                "state": state if state in names else "planned",
                "text": f"{_attribute(item, 'name')}, {formats.day_text(day)}, {names.get(state, state)}",
            }
        )
    today = drawing.coordinate(drawing.day_position(as_of, first, last, width, 8)) if as_of else ""
    return {"marks": marks, "today": today, "width": str(width), "line_end": str(width - 4)}


@register.inclusion_tag("ui/risk_matrix.html")
def risk_matrix(
    cells: Mapping[tuple[int, int], int],
    href: str = "",
    unassessed: int = 0,
    unassessed_href: str = "",
    selected: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """Five by five, probability up, impact across; a cell links to `href` with `probability=` and `impact=`."""
    joint = "&" if "?" in href else "?"
    scale = range(1, 6)
    rows = [
        {
            "probability": str(probability),
            "cells": [
                {
                    "impact": str(impact),
                    "count": int(cells.get((probability, impact), 0) or 0),
                    "band": drawing.matrix_band(probability, impact),
                    "href": f"{href}{joint}probability={probability}&impact={impact}" if href else "",
                    "selected": selected == (probability, impact),
                }
                for impact in scale
            ],
        }
        for probability in reversed(scale)
    ]
    return {
        "rows": rows,
        "impacts": [str(impact) for impact in scale],
        "total": sum(cells.values()),
        "unassessed": unassessed,
        "unassessed_href": unassessed_href,
    }
