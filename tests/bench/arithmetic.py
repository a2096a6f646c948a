"""What the bench reckons with."""

from collections.abc import Mapping, Sequence
from math import ceil, log


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of them do not exceed (nearest rank)."""
    if not values:
        raise ValueError("there is no value")
    return sorted(values)[max(ceil(share * len(values)), 1) - 1]


def growth_exponent(seconds: Mapping[int, float]) -> float:
    """The exponent e of time ∝ size^e: the slope of the line fitted to the logarithms. 1 is linear."""
    if len(seconds) < 2:
        raise ValueError("growth needs two sizes")
    points = [(log(size), log(time)) for size, time in seconds.items()]
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def best(values: Sequence[float]) -> float:
    """The least disturbed of several runs: whatever else the machine did only ever adds time."""
    return min(values)
