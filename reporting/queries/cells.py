"""Sums of facts by group, in the currencies they are kept in: the raw material of every roll-up.

When every stored fact is of the day asked for, the database groups them; for any other day the facts are computed from
the sources and grouped here by the same names. A cell holds ``sum_FIELD`` and ``known_FIELD`` of each additive field,
``sum_MEASURE_FIELD`` and ``known_MEASURE`` of each ratio over the projects that know all its operands, ``max_FIELD`` of
each spread, and ``KIND_COLOUR`` of each health.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, Value, When

from reporting.engine.health import COLOURS
from reporting.engine.measures import COUNT_FIELDS, MONEY_FIELDS, RATIOS, SPREADS
from reporting.models import ProjectFact
from reporting.queries.among import Among
from reporting.queries.exact_sum import ExactSum
from reporting.queries.fact_set import FactSet
from reporting.queries.prepared import Prepared

# Of a fact, and of its project.
PLACES: dict[str, tuple[Any, Any]] = {
    "by_path": (F("project__portfolio__path"), F("portfolio__path")),
    "by_programme": (F("project__programme"), F("programme")),
    "loose": (
        Case(When(project__programme=None, then=F("project_id"))),
        Case(When(programme=None, then=F("pk"))),
    ),
    "each": (F("project_id"), F("pk")),
}
"""``loose`` is the project itself where it has no programme: a portfolio has few of them."""
HEALTHS = ("health", "computed_health", "declared_health")


@dataclass
class Cell:
    """One group of projects with one currency; ``withheld`` counts those that may not tell a field or ratio."""

    key: tuple[Any, ...]
    currency: str
    projects: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def cells(facts: FactSet, *keys: str) -> list[Cell]:
    """The facts grouped by places: names of PLACES."""
    return _stored(facts, keys) if facts.is_stored else _computed(facts, keys)


def _stored(facts: FactSet, keys: tuple[str, ...]) -> list[Cell]:
    found = {}
    for row in _grouped(keys).rows(facts.ids):
        key, (currency, projects, *values) = tuple(row[: len(keys)]), row[len(keys) :]
        found[(*key, currency)] = Cell(key, currency, projects, dict(zip(AGGREGATES, values, strict=True)))
    withheld = _placed(facts.stored.exclude(withheld={}), keys)
    for *place, reasons in withheld.values_list(*keys, "currency", "withheld"):
        _count_withheld(found[tuple(place)], reasons)
    return list(found.values())


@cache
def _grouped(keys: tuple[str, ...]) -> Prepared:
    def build(among: Among) -> QuerySet[Any, Any]:
        rows = _placed(ProjectFact.objects.filter(among).order_by(), keys).values(*keys, "currency")
        summed: QuerySet[Any, Any] = rows.annotate(projects_n=Count("pk"), **AGGREGATES)
        return summed.values_list(*keys, "currency", "projects_n", *AGGREGATES)

    return Prepared(build)


def _placed(facts: QuerySet[ProjectFact], keys: tuple[str, ...]) -> QuerySet[ProjectFact]:
    """The facts with the places of their projects."""
    return facts.annotate(**{key: PLACES[key][0] for key in keys})


def _aggregates() -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in MONEY_FIELDS:
        made[f"sum_{name}"], made[f"known_{name}"] = ExactSum(name), Count(name)
    for name in COUNT_FIELDS:
        made[f"sum_{name}"], made[f"known_{name}"] = Sum(name), Count(name)
    for measure in RATIOS:
        complete = Q(**{f"{operand}__isnull": False for operand in measure.operands})
        made[f"known_{measure.name}"] = Count(Case(When(complete, then=Value(1))))
        for operand in measure.operands:
            summed = Case(When(complete, then=F(operand)))
            made[f"sum_{measure.name}_{operand}"] = ExactSum(summed)
    for measure in SPREADS:
        made[f"max_{measure.field}"], made[f"known_{measure.field}"] = Max(measure.field), Count(measure.field)
    for kind in HEALTHS:
        for colour in COLOURS:
            made[f"{kind}_{colour}"] = Count(Case(When(Q(**{kind: colour}), then=Value(1))))
    return made


AGGREGATES = _aggregates()


def _computed(facts: FactSet, keys: tuple[str, ...]) -> list[Cell]:
    placed = facts.projects.annotate(**{key: PLACES[key][1] for key in keys})
    places = {pk: tuple(key) for pk, *key in placed.values_list("pk", *keys)}
    found: dict[tuple[Any, ...], Cell] = {}
    for fact in facts.computed:
        key = places[fact.project_id]
        cell = found.setdefault((*key, fact.currency), Cell(key, fact.currency, values=defaultdict(int)))
        cell.projects += 1
        _add(cell.values, fact)
        _count_withheld(cell, fact.withheld)
    return list(found.values())


def _add(values: dict[str, Any], fact: ProjectFact) -> None:
    def add(alias: str, value: Decimal | int) -> None:
        values[alias] = values[alias] + value if values.get(alias) is not None else value

    for name in (*MONEY_FIELDS, *COUNT_FIELDS):
        value = getattr(fact, name)
        values.setdefault(f"sum_{name}", None)
        if value is not None:
            add(f"sum_{name}", value)
            values[f"known_{name}"] += 1
    for measure in RATIOS:
        operands = {operand: getattr(fact, operand) for operand in measure.operands}
        if None not in operands.values():
            values[f"known_{measure.name}"] += 1
            for operand, value in operands.items():
                add(f"sum_{measure.name}_{operand}", Decimal(value))
    for measure in SPREADS:
        value = getattr(fact, measure.field)
        if value is not None:
            values[f"known_{measure.field}"] += 1
            so_far = values.get(f"max_{measure.field}")
            values[f"max_{measure.field}"] = value if so_far is None else max(so_far, value)
    for kind in HEALTHS:
        if getattr(fact, kind):
            values[f"{kind}_{getattr(fact, kind)}"] += 1


def _count_withheld(cell: Cell, withheld: Mapping[str, str]) -> None:
    for name in withheld:
        cell.withheld[name] += 1
    for measure in RATIOS:
        if any(operand in withheld for operand in measure.operands):
            cell.withheld[measure.name] += 1


def currencies_of(found: Iterable[Cell]) -> set[str]:
    return {cell.currency for cell in found}
