"""A figure: a number, or the reason why there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

AbsenceKind: TypeAlias = Literal["unknown", "withheld"]


@dataclass(frozen=True)
class Figure:
    """``value``, or ``absence`` with its ``reason``; never both, never neither."""

    value: Decimal | None
    absence: AbsenceKind | None = None
    reason: str = ""


def known(value: Decimal | int) -> Figure:
    return Figure(Decimal(value))


def unknown(reason: str) -> Figure:
    return Figure(None, "unknown", reason)


def withheld(reason: str) -> Figure:
    return Figure(None, "withheld", reason)


def derive(compute: Callable[..., Decimal | None], *operands: Figure, undefined: str) -> Figure:
    """A figure computed from others. What one operand withholds is withheld; else what one lacks is unknown."""
    absent = None
    for operand in operands:
        if operand.absence == "withheld":
            return operand
        if operand.absence is not None:
            absent = absent or operand
    if absent is not None:
        return absent
    value = compute(*[operand.value for operand in operands])
    return unknown(undefined) if value is None else known(value)
