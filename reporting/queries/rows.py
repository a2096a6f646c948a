"""The rows behind a number: one per project the person may see, adding up to the total to the millionth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmo.core.currency import Rates
from pmo.core.errors import DomainError
from pmo.core.models import User
from projects.models import Project
from reporting.engine.figure import AbsenceKind
from reporting.engine.measures import BY_NAME, MONEY_FIELDS, Kind, Measure, Unit
from reporting.engine.rollup import ratio
from reporting.models import ProjectFact
from reporting.queries.fact_set import FactSet
from reporting.queries.reasons import reason_text
from reporting.queries.scope import Scope

NO_RATE = "No exchange rate"


class NoSuchMeasure(DomainError):
    """The catalogue has no measure of that name."""


@dataclass(frozen=True)
class MeasureRow:
    """What one project brings. ``value`` is in the currency of the list, ``own`` in the project's; both unit-free for
    counts, shares and days. Without a value ``missing`` and ``reason`` say why; ``operands`` are those of a ratio, in
    the currency of the list."""

    project: Project
    fact: ProjectFact
    value: Decimal | None
    own: Decimal | None
    missing: AbsenceKind | None
    reason: str
    operands: dict[str, Decimal | None]


def measure_rows(user: User | None, measure: str, scope: Scope, as_of: date, currency: str) -> list[MeasureRow]:
    """The rows of one measure, largest first; those without a value last.

    :raises NoSuchMeasure: when the catalogue does not have it.
    """
    if measure not in BY_NAME:
        raise NoSuchMeasure(f"There is no measure “{measure}”.", field="measure")
    chosen = BY_NAME[measure]
    facts = FactSet.visible(user, scope, as_of)
    by_id = {project.pk: project for project in facts.projects.select_related("portfolio", "programme", "manager")}
    rates = Rates(as_of)
    rows = [_row(chosen, by_id[fact.project_id], fact, currency, rates) for fact in facts.rows]
    return sorted(rows, key=lambda row: (row.value is None, -(row.value or 0), row.project.code))


def _row(measure: Measure, project: Project, fact: ProjectFact, currency: str, rates: Rates) -> MeasureRow:
    operands = {name: _decimal(getattr(fact, name)) for name in measure.operands}
    own = ratio(measure, operands) if measure.kind is Kind.RATIO else operands[measure.field]
    missing, reason = _absence(measure, fact) if own is None else (None, "")
    value = own
    dated = rates.between(fact.currency, currency)
    if measure.operands[0] in MONEY_FIELDS and dated is not None:
        operands = {name: each and each * dated.value for name, each in operands.items()}
    if measure.unit is Unit.MONEY and own is not None:
        if dated is None:
            value, missing, reason = None, "unknown", NO_RATE
        else:
            value = own * dated.value
    return MeasureRow(project, fact, value, own, missing, reason_text(reason), operands)


def operand_sums(rows: Sequence[MeasureRow]) -> dict[str, Decimal]:
    """Each operand of a ratio over the projects that know them all: what the ratio at the foot is taken from."""
    known = [row.operands for row in rows if all(value is not None for value in row.operands.values())]
    return {name: sum((each[name] or Decimal(0) for each in known), Decimal(0)) for name in (known or [{}])[0]}


def _absence(measure: Measure, fact: ProjectFact) -> tuple[AbsenceKind, str]:
    for name in measure.operands:
        if name in fact.withheld:
            return "withheld", fact.withheld[name]
    for name in measure.operands:
        if name in fact.unknown:
            return "unknown", fact.unknown[name]
    return "unknown", ""


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
