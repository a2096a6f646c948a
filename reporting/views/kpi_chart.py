"""The curve of a KPI."""

from typing import Any

from django.utils.translation import gettext as _

from pmo.core.ui.formats import is_french
from reporting.models import Kpi
from reporting.queries.kpi import Standing


def history_figure(standing: Standing) -> dict[str, Any] | None:
    """A Plotly figure of the recorded values with the thresholds as lines; None with fewer than two points."""
    points = [point for point in reversed(standing.history) if point.value is not None]
    if len(points) < 2:
        return None
    days = [point.on.isoformat() for point in points]
    curves = [
        _line(
            days,
            [float(point.value) for point in points if point.value is not None],
            "token:accent",
            name_of(standing.kpi),
        )
    ]
    ends = [days[0], days[-1]]
    levels = ((_("target"), standing.kpi.target, "token:good"), (_("amber"), standing.kpi.amber, "token:warn"))
    for label, level, colour in (*levels, (_("red"), standing.kpi.red, "token:bad")):
        if level is not None:
            curves.append(_line(ends, [float(level)] * 2, colour, label, dash="dot"))
    return {"data": curves, "layout": {"showlegend": True}}


def name_of(kpi: Kpi) -> str:
    return kpi.name_fr if is_french() and kpi.name_fr else kpi.name


def _line(x: list[str], y: list[float], colour: str, name: str, dash: str = "solid") -> dict[str, Any]:
    mode = "lines+markers" if dash == "solid" else "lines"
    return {"type": "scatter", "mode": mode, "x": x, "y": y, "name": name, "line": {"color": colour, "dash": dash}}
