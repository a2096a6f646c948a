"""Sums that lose no digit on any database."""

from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, DecimalField

PLACES = 6


class _ExactAmount(DecimalField):  # type: ignore[type-arg]
    """Reads what :class:`ExactSum` produces; its own type keeps Django from rounding it to 15 digits first."""

    def get_internal_type(self) -> str:
        return "ExactAmount"

    def get_db_converters(self, connection: Any) -> list[Any]:
        """Only SQLite's answers need reading; a call per value is dear."""
        return [self.from_db_value] if connection.vendor == "sqlite" else []

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, int):
            return Decimal(value).scaleb(-PLACES)
        return Decimal(repr(value)).scaleb(-PLACES)  # past 9.2 × 10¹², SQLite goes on in floating point


class ExactSum(Aggregate):
    """Sum of amounts with 6 decimals.

    SQLite keeps decimals as binary floating point, where 0.1 + 0.2 is not 0.3. Whole units and millionths are summed
    there apart, as integers. PostgreSQL sums decimals exactly as it is.
    """

    function = "SUM"
    name = "ExactSum"

    def __init__(self, expression: Any) -> None:
        super().__init__(expression, output_field=_ExactAmount(max_digits=30, decimal_places=PLACES))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        amount, params = compiler.compile(self.source_expressions[0])
        whole = f"CAST({amount} AS INTEGER)"
        sql = f"(SUM({whole}) * {10**PLACES} + SUM({_millionths(amount, f'(({amount}) - {whole})')}))"
        return sql, tuple(params) * sql.count(amount)


def _millionths(amount: str, part: str) -> str:
    """The part after the point as an integer, to the decimals that a binary number of this size still holds.

    It has 15 digits, the rest is noise. Half is added and the rest cut off, as ROUND in SQLite goes through text: slow.
    """
    nearest = f"CASE WHEN {part} < 0 THEN -0.5 ELSE 0.5 END"
    steps = "".join(
        f" WHEN ABS({amount}) < {10**digits} THEN CAST({part} * {10 ** (15 - digits)} + {nearest} AS INTEGER)"
        f" * {10 ** (PLACES - 15 + digits)}"
        for digits in range(15 - PLACES, 15)
    )
    return f"(CASE WHEN TYPEOF({amount}) = 'integer' THEN 0{steps} ELSE 0 END)"
