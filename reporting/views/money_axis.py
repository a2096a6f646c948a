"""Axes of charts in the words of the tables beside them: `20 M€`, never `20M` or `2B`; long names shortened."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import ceil, floor
from typing import Any

from pmo.core.ui.formats import SCALES, auto_unit, money_text

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
TICKS = 5
LONGEST = 34


def money_axis(amounts: Iterable[Decimal | None], currency: str) -> dict[str, Any]:
    """Ticks at round amounts from the lowest to the highest, zero among them, each with its unit."""
    known = [amount for amount in amounts if amount is not None]
    low, high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
    axis: dict[str, Any] = {"rangemode": "tozero", "hoverformat": ",.0f"}
    if low == high:
        return axis
    step = _round_step((high - low) / TICKS)
    first, last = floor(low / step), ceil(high / step)
    places = [step * place for place in range(first, last + 1)]
    unit = auto_unit(max(high, -low))
    decimals = 0 if step % SCALES[unit] == 0 else 1
    return axis | {
        "range": [float(places[0]), float(places[-1])],
        "tickmode": "array",
        "tickvals": [float(place) for place in places],
        "ticktext": [money_text(place, currency, unit, decimals=decimals) for place in places],
    }


def name_axis(names: Sequence[str]) -> dict[str, Any]:
    """Bars stand at 0, 1, 2 …, so that two parts of one name stay two bars."""
    return {
        "automargin": True,
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [shortened(name) for name in names],
    }


def shortened(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _round_step(rough: Decimal) -> Decimal:
    power = Decimal(1).scaleb(rough.adjusted())
    return next(step * power for step in STEPS if step * power >= rough)
