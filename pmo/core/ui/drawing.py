"""Geometry of the small server-side drawings, as text ready for SVG attributes.

Coordinates are formatted here with a decimal point: templates would write them in the reader's language.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmo.core.ui.words import HEALTH_ORDER


def coordinate(value: float) -> str:
    """At most two decimals, always with a point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def clamp(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


@dataclass(frozen=True)
class Spark:
    """A line in pieces (a gap where a value is not known) and its last known point."""

    pieces: list[str]
    last_x: str
    last_y: str


def spark(values: Sequence[float | None], width: float = 96, height: float = 24, margin: float = 3) -> Spark | None:
    """None when fewer than two values are known: a line needs two."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    spread = (high - low) or 1.0
    step = (width - 2 * margin) / (len(values) - 1)
    pieces: list[list[str]] = [[]]
    last = ("0", "0")
    for index, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        y = height / 2 if high == low else height - margin - (value - low) / spread * (height - 2 * margin)
        last = (coordinate(margin + index * step), coordinate(y))
        pieces[-1].append(",".join(last))
    return Spark([" ".join(piece) for piece in pieces if len(piece) > 1], *last)


@dataclass(frozen=True)
class Segment:
    """One colour of a distribution bar, in a bar 100 wide."""

    key: str
    count: int
    x: str
    width: str
    middle: str
    share: float


def segments(counts: Mapping[str, int]) -> list[Segment]:
    """Colours in fixed order, empty ones left out; widths sum to 100."""
    total = sum(int(counts.get(key, 0) or 0) for key in HEALTH_ORDER)
    found: list[Segment] = []
    start = 0.0
    for key in HEALTH_ORDER:
        count = int(counts.get(key, 0) or 0)
        if count:
            share = count / total
            found.append(
                Segment(key, count, coordinate(start), coordinate(share * 100), coordinate(start + share * 50), share)
            )
            start += share * 100
    return found


def day_position(day: dt.date, start: dt.date, end: dt.date, width: float, margin: float) -> float:
    """Where a day falls on a line from start to end, held inside its margins."""
    span = max((end - start).days, 1)
    return clamp(margin + (day - start).days / span * (width - 2 * margin), margin, width - margin)


MATRIX_BANDS = ((20, "critical"), (12, "high"), (6, "medium"))


def matrix_band(probability: int, impact: int) -> str:
    """The colour band of a cell, on the default thresholds of the risk dimension (12 amber, 20 red)."""
    score = probability * impact
    return next((band for floor, band in MATRIX_BANDS if score >= floor), "low")
