"""The tiles on top of a dashboard: a number, what it was a month ago, its threshold, and where its rows are."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmo.core.ui.formats import number_text, percent_text
from reporting.engine.health import Limits
from reporting.queries.dashboard import Dashboard

Href = Callable[[str], str]
STATES = {"green": "good", "amber": "warn", "red": "bad"}
MONEY: tuple[tuple[str, str, str | Promise, str], ...] = (
    ("approved_budget", "approved_budget", gettext_lazy("Approved budget"), ""),
    ("EAC", "eac", gettext_lazy("Forecast (EAC)"), "down"),
    ("VAC", "vac", gettext_lazy("Variance (VAC)"), "up"),
    ("committed", "committed", gettext_lazy("Committed"), ""),
    ("AC", "ac", gettext_lazy("Actual cost (AC)"), ""),
    ("threat_exposure", "threat_exposure", gettext_lazy("Threat exposure"), "down"),
)
WHEN_KNOWN: tuple[tuple[str, str, str | Promise, str], ...] = (
    ("benefits", "benefits", gettext_lazy("Planned benefits"), "up"),
    ("whole_life_cost", "whole_life_cost", gettext_lazy("Whole-life cost"), "down"),
)


def tiles(board: Dashboard, href: Href, projects_href: str) -> list[dict[str, Any]]:
    """In the order they are read. ``href`` gives the address of the rows behind a measure."""
    first = [_projects(board, projects_href)]
    money = [_money(board, href, *spec) for spec in MONEY]
    ratios = [
        _index(board, href, "CPI", board.limits.cpi_shortfall),
        _index(board, href, "SPI", board.limits.spi_shortfall),
    ]
    known = [_money(board, href, *spec) for spec in WHEN_KNOWN if board.rollup.measures[spec[0]].known]
    return [*first, *money[:3], *ratios, *money[3:], *known]


def _projects(board: Dashboard, href: str) -> dict[str, Any]:
    before = board.previous.projects if board.previous else None
    running = board.rollup.projects
    return {
        "label": _("Projects"),
        "known": None,
        "of": None,
        "value": running,
        "kind": "number",
        "href": href,
        "delta": None if before is None else running - before,
        "delta_label": _since(board) if before is not None else "",
    }


def _money(board: Dashboard, href: Href, measure: str, field: str, label: str | Promise, better: str) -> dict[str, Any]:
    total = board.rollup.measures[measure]
    tile = _base(board, measure, field, label, href(measure)) | {
        "kind": "money",
        "currency": board.rollup.currency,
        "better": better,
        **_movement(board, field, total.known),
    }
    if measure == "VAC" and board.overrun is not None:
        limits = board.limits.cost_overrun
        tile["state"] = STATES[limits.colour(board.overrun)]
        tile["note"] = _("EAC %(share)s of budget; amber above %(limit)s") % {
            "share": percent_text(board.overrun, 1, signed=True),
            "limit": percent_text(limits.amber, 0, signed=True),
        }
    if total.value is None:
        tile["reason"] = _("No project of this scope knows it")
    return tile


def _index(board: Dashboard, href: Href, measure: str, limits: Limits) -> dict[str, Any]:
    value = board.rollup.value(measure)
    tile = _base(board, measure, measure, measure, href(measure)) | {"kind": "ratio", "better": "up"}
    if tile["delta"] is not None:
        tile["delta"] = round(tile["delta"], 2)
    if value is not None:
        tile["state"] = STATES[limits.colour(1 - value)]
        tile["note"] = _("amber below %(limit)s") % {"limit": number_text(Decimal(1) - limits.amber, 2)}
    return tile


def _base(board: Dashboard, measure: str, field: str, label: str | Promise, href: str) -> dict[str, Any]:
    total = board.rollup.measures[measure]
    before = board.previous.values.get(field) if board.previous else None
    delta = None if before is None or total.value is None else total.value - before
    return {
        "label": label,
        "value": total.value,
        "href": href,
        "known": total.known,
        "of": total.of,
        "withheld": total.withheld,
        "delta": delta,
        "delta_label": _since(board) if delta is not None else "",
    }


def _movement(board: Dashboard, field: str, known: int) -> dict[str, Any]:
    """Since the last closed month, over the same projects: an import of new ones is no drift."""
    now = {pk: (getattr(line.fact, field), line.rate) for pk, line in board.lines.items()}
    moved = board.previous.movement(field, now) if board.previous else None
    if moved is None:
        return {"delta": None, "delta_label": ""}
    delta, common = moved
    label = _since(board) if common == known else _("%(since)s, same projects") % {"since": _since(board)}
    return {"delta": delta, "delta_label": label}


def _since(board: Dashboard) -> str:
    assert board.previous is not None
    return _("since %(month)s") % {"month": f"{board.previous.period_end:%m/%Y}"}
