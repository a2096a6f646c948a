"""Plotly figures of projects, as plain dicts; colours by token."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pmo.core.ui.formats import money_text
from projects.enums import Health
from reporting.queries.project_table import Line

HEALTH_TOKENS = {"green": "token:good", "amber": "token:warn", "red": "token:bad", "grey": "token:unknown"}
LARGEST = 46.0
SMALLEST = 8.0


def bubbles_of(lines: Sequence[Line]) -> list[Line]:
    """The lines that have both a strategic value and a risk score."""
    return [
        line for line in lines if line.columns["strategic_value"] is not None and line.fact.top_risk_score is not None
    ]


def largest(lines: Sequence[Line], most: int) -> list[Line]:
    """Those of the lines with the largest budgets that a chart can still show apart, in their order."""
    by_budget = sorted(lines, key=lambda line: -(line.amount("approved_budget") or Decimal(0)))
    kept = {line.pk for line in by_budget[:most]}
    return [line for line in lines if line.pk in kept]


def bubble(lines: Sequence[Line], currency: str) -> dict[str, Any] | None:
    """Value against risk, area = approved budget, one trace a colour of health; None when no project has both."""
    shown = bubbles_of(lines)
    if not shown:
        return None
    largest = max((line.amount("approved_budget") or Decimal(0) for line in shown), default=Decimal(0))
    data = []
    for key, token in HEALTH_TOKENS.items():
        of_colour = [line for line in shown if line.fact.health == key]
        if of_colour:
            data.append(_trace(of_colour, key, token, largest, currency))
    axis = {"zeroline": False}
    return {
        "data": data,
        "layout": {
            "xaxis": axis | {"title": {"text": _("Highest risk score")}, "range": [-1, 26]},
            "yaxis": axis | {"title": {"text": _("Strategic value")}, "range": [-0.8, 11]},
            "showlegend": True,
        },
    }


def _trace(lines: Sequence[Line], key: str, token: str, largest: Decimal, currency: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": str(Health(key).label),
        "x": [line.fact.top_risk_score for line in lines],
        "y": [line.columns["strategic_value"] for line in lines],
        "text": [f"{line.columns['code']} {line.columns['name']}" for line in lines],
        "customdata": [_budget(line, currency) for line in lines],
        "hovertemplate": "%{text}<br>%{customdata}<extra></extra>",
        "marker": {"color": token, "size": [_size(line, largest) for line in lines], "opacity": 0.75},
    }


def _budget(line: Line, currency: str) -> str:
    amount = line.amount("approved_budget")
    return _("budget not known") if amount is None else money_text(amount, currency)


def _size(line: Line, largest: Decimal) -> float:
    """Area in proportion to the budget; a project without one gets the smallest mark."""
    amount = line.amount("approved_budget")
    if amount is None or not largest or amount <= 0:
        return SMALLEST
    return max(SMALLEST, round(LARGEST * float(amount / largest) ** 0.5, 1))
