"""The money of one project, line by line, with sums that say how much they know."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from projects.enums import BudgetState
from projects.models import ActualCost, BudgetLine, Commitment, Forecast, Project


@dataclass(frozen=True)
class Total:
    """A sum in one currency. ``amount`` is None when a line has none: a partial sum would mislead."""

    currency: str
    amount: Decimal | None
    known: int
    of: int
    withheld: int


@dataclass(frozen=True)
class Lines:
    """Rows of one kind; ``counted`` are those in force at the date, which the totals add up."""

    rows: Sequence[Any]
    counted: frozenset[int]
    totals: dict[str, list[Total]]

    @property
    def sums(self) -> list[tuple[Total, ...]]:
        """The totals of each currency, side by side."""
        return list(zip(*self.totals.values(), strict=True))


@dataclass(frozen=True)
class Money:
    """Everything on the money page, in four statements."""

    approved: Lines
    planned: Lines
    commitments: Lines
    actuals: Lines
    forecasts: Lines


def money_of(project: Project, as_of: date) -> Money:
    """The lines of the project; in force are approved lines, open orders, postings and latest forecasts at the date."""
    budget = list(BudgetLine.objects.filter(project=project))
    return Money(
        approved=_lines(
            [line for line in budget if line.state == BudgetState.APPROVED],
            lambda line: line.approved_on is None or line.approved_on <= as_of,
            {"original": lambda line: line.original, "current": lambda line: line.current},
        ),
        planned=_lines(
            [line for line in budget if line.state == BudgetState.PLANNED],
            lambda line: True,
            {"current": lambda line: line.current},
        ),
        commitments=_lines(
            list(Commitment.objects.filter(project=project)),
            lambda line: not line.closed and line.ordered_on <= as_of,
            {"open": open_amount},
        ),
        actuals=_lines(
            list(ActualCost.objects.filter(project=project)),
            lambda line: line.posting_date <= as_of,
            {"amount": lambda line: line.amount},
        ),
        forecasts=_forecasts(list(Forecast.objects.filter(project=project)), as_of),
    )


def open_amount(order: Commitment) -> Decimal | None:
    """Ordered and not yet invoiced."""
    return None if order.amount is None else order.amount - order.invoiced


def _lines(rows: Sequence[Any], counts: Callable[[Any], bool], amounts: dict[str, Callable[[Any], Any]]) -> Lines:
    counted = [row for row in rows if counts(row)]
    totals = {name: _totals(counted, read) for name, read in amounts.items()}
    return Lines(rows, frozenset(row.pk for row in counted), totals)


def _forecasts(rows: Sequence[Forecast], as_of: date) -> Lines:
    """Forecasts restate each other, so they are not added: the latest of each kind is in force."""
    latest: dict[str, int] = {}
    for row in rows:  # newest first within a kind
        if row.made_on <= as_of:
            latest.setdefault(row.kind, row.pk)
    return Lines(rows, frozenset(latest.values()), {})


def _totals(rows: Iterable[Any], read: Callable[[Any], Any]) -> list[Total]:
    by_currency: dict[str, list[Any]] = {}
    for row in rows:
        by_currency.setdefault(row.currency, []).append(row)
    return [_total(currency, group, read) for currency, group in sorted(by_currency.items())]


def _total(currency: str, rows: Sequence[Any], read: Callable[[Any], Any]) -> Total:
    amounts = [read(row) for row in rows]
    known = [amount for amount in amounts if amount is not None]
    return Total(
        currency=currency,
        amount=sum(known, Decimal(0)) if len(known) == len(rows) else None,
        known=len(known),
        of=len(rows),
        withheld=sum(row.missing == "withheld" for row in rows),
    )
