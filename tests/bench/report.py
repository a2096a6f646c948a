"""What a bench found: a table for people, JSON for programs. Ratios come first: they travel between machines."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MET, MISSED, TOLD = "met", "missed", ""


@dataclass(frozen=True)
class Figure:
    """One number. ``goal`` is the most it may be, or with ``at_least`` the least; without a goal it is only told."""

    bench: str
    name: str
    value: float
    unit: str
    goal: float | None = None
    at_least: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return TOLD
        good = self.value >= self.goal if self.at_least else self.value <= self.goal
        return MET if good else MISSED


def in_order(figures: Sequence[Figure]) -> list[Figure]:
    """Ratios first, then what has a goal, then the rest; each in the order they were taken."""
    return sorted(figures, key=lambda figure: (figure.unit != "×", figure.goal is None))


def table(figures: Sequence[Figure]) -> str:
    rows = [("bench", "figure", "value", "goal", "")]
    for figure in in_order(figures):
        goal = "" if figure.goal is None else f"{'≥' if figure.at_least else '≤'} {figure.goal:g}"
        rows.append((figure.bench, figure.name, f"{figure.value:,.4g} {figure.unit}", goal, figure.verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def write(figures: Sequence[Figure], facts: dict[str, Any], to: Path) -> None:
    """The figures with what is known of the machine and the data."""
    told = [{**asdict(figure), "verdict": figure.verdict} for figure in in_order(figures)]
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(json.dumps({**facts, "figures": told}, indent=2, ensure_ascii=False) + "\n")
