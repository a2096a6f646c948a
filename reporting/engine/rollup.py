"""Sums that say how much of them is known, and ratios made of such sums."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reporting.engine.measures import Measure, Terms


@dataclass(frozen=True)
class Total:
    """A sum over ``of`` projects, of which ``known`` have a value and ``withheld`` have one that may not be told."""

    value: Decimal | None
    known: int
    withheld: int
    of: int

    @property
    def unknown(self) -> int:
        return self.of - self.known - self.withheld


EMPTY = Total(None, 0, 0, 0)


def add(totals: Iterable[Total]) -> Total:
    """The sum of sums in one unit: unknown where no part knows anything."""
    value: Decimal | None = None
    known = withheld = of = 0
    for total in totals:
        if total.value is not None:
            value = total.value if value is None else value + total.value
        known += total.known
        withheld += total.withheld
        of += total.of
    return Total(value, known, withheld, of)


def convert(total: Total, rate: Decimal | None) -> Total:
    """The sum in another unit. Without a rate none of it is known there, and no project counts as knowing it."""
    if rate is None:
        return Total(None, 0, total.withheld, total.of)
    return Total(None if total.value is None else total.value * rate, total.known, total.withheld, total.of)


def rounded(total: Total) -> Total:
    """The sum to the millionth, the precision amounts are kept with: drops what only a division by a rate has left."""
    return total if total.value is None else replace(total, value=round(total.value, 6))


def ratio(measure: Measure, sums: Mapping[str, Decimal | None]) -> Decimal | None:
    """A ratio from its summed operands, all taken over the same projects; unknown where the divisor is 0."""
    top, bottom = _signed(measure.numerator, sums), _signed(measure.denominator, sums)
    if top is None or bottom is None or bottom == 0:
        return None
    return top / bottom


def _signed(terms: Terms, sums: Mapping[str, Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for field, sign in terms:
        value = sums.get(field)
        if value is None:
            return None
        total += sign * value
    return total
