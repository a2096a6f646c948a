"""What every bench is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.report import Figure


@dataclass
class Setting:
    """Where to work and how much; ``figures`` collects what is found, ``seconds`` is how long each load lasts."""

    environment: Mapping[str, str]
    folder: Path
    small: int
    large: int
    lines: int
    people: int
    seconds: float
    load_minutes: float
    figures: list[Figure] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    recomputed: dict[int, float] = field(default_factory=dict)

    def found(self, bench: str, name: str, value: float, unit: str, **more: Any) -> None:
        self.figures.append(Figure(bench, name, value, unit, **more))
