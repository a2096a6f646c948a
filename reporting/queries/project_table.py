"""The list of projects with their facts: filtered, sorted, grouped and summed for one person on one day.

Facts of the whole list are read light, to sort and to sum; what a page shows besides is read for its rows only.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet

from pmo.core.currency import Rates
from projects.enums import Phase, ProjectStatus
from projects.models import Project
from reporting.engine.earned_value import difference, quotient
from reporting.engine.figure import Figure, known, unknown, withheld
from reporting.engine.rollup import Total
from reporting.models import ProjectFact
from reporting.queries.fact_set import FactSet

STATED = ("green", "amber", "red")
SUMMED = ("approved_budget", "eac", "ac", "committed", "vac")


class BudgetKnown(StrEnum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class FactCriteria:
    """Conditions on facts; an empty one admits everything."""

    health: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()
    differs: bool = False
    budget: BudgetKnown | None = None
    over_budget: bool = False
    not_reported: bool = False

    def admits(self, fact: ProjectFact) -> bool:
        return (
            (not self.health or fact.health in self.health)
            and (not self.computed or fact.computed_health in self.computed)
            and (not self.differs or differs(fact))
            and (self.budget is None or budget_known(fact) is self.budget)
            and (not self.over_budget or is_over_budget(fact))
            and (not self.not_reported or fact.stale)
        )

    @property
    def condition(self) -> Q:
        """The same as a condition on ProjectFact, for facts that are stored."""
        stated = Q(declared_health__in=STATED, computed_health__in=STATED)
        known = Q(approved_budget__isnull=False)
        held_back = Q(withheld__has_key="approved_budget")
        budgets = {
            None: Q(),
            BudgetKnown.KNOWN: known,
            BudgetKnown.WITHHELD: ~known & held_back,
            BudgetKnown.UNKNOWN: ~known & ~held_back,
        }
        return (
            (Q(health__in=self.health) if self.health else Q())
            & (Q(computed_health__in=self.computed) if self.computed else Q())
            & (stated & ~Q(declared_health=F("computed_health")) if self.differs else Q())
            & budgets[self.budget]
            & (Q(eac__gt=F("approved_budget")) if self.over_budget else Q())
            & (Q(stale=True) if self.not_reported else Q())
        )


def differs(fact: ProjectFact) -> bool:
    """Declared and computed health are both known and not the same."""
    return (
        fact.declared_health not in ("", "grey")
        and fact.computed_health != "grey"
        and fact.declared_health != fact.computed_health
    )


def is_over_budget(fact: ProjectFact) -> bool:
    return fact.eac is not None and fact.approved_budget is not None and fact.eac > fact.approved_budget


def figure_of(fact: ProjectFact, name: str) -> Figure:
    """An amount of the fact, or the reason of its absence."""
    value: Decimal | None = getattr(fact, name)
    if value is not None:
        return known(value)
    if name in fact.withheld:
        return withheld(fact.withheld[name])
    return unknown(fact.unknown.get(name, ""))


def budget_known(fact: ProjectFact) -> BudgetKnown:
    if fact.approved_budget is not None:
        return BudgetKnown.KNOWN
    return BudgetKnown.WITHHELD if "approved_budget" in fact.withheld else BudgetKnown.UNKNOWN


@dataclass(frozen=True)
class Line:
    """A project of the list, light, with its facts."""

    pk: int
    columns: dict[str, Any]
    fact: ProjectFact
    rate: Decimal | None

    def amount(self, name: str) -> Decimal | None:
        """The measure in the currency of the list; None without the amount or without a rate."""
        value: Decimal | None = getattr(self.fact, name)
        return None if value is None or self.rate is None else value * self.rate

    @property
    def figures(self) -> dict[str, Figure]:
        """The amounts in the project's own currency, or why there is none."""
        return {name: figure_of(self.fact, name) for name in SUMMED}

    @property
    def expected_progress(self) -> Decimal | None:
        return quotient(self.fact.pv, self.fact.bac)

    @property
    def differs(self) -> bool:
        return differs(self.fact)

    @property
    def variance(self) -> Decimal | None:
        """EAC over approved budget, as a share of the budget: + = over."""
        return quotient(difference(self.fact.eac, self.fact.approved_budget), self.fact.approved_budget)


@dataclass(frozen=True)
class Group:
    """Lines under one heading, with their sums. ``key`` and ``label`` are empty for the projects that have none."""

    key: str
    label: str
    lines: list[Line]
    totals: dict[str, Total] = field(default_factory=dict)


@dataclass(frozen=True)
class ProjectTable:
    currency: str
    groups: list[Group]
    totals: dict[str, Total]

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]


LIGHT = (
    "pk",
    "code",
    "name",
    "phase",
    "status",
    "priority",
    "start",
    "finish",
    "strategic_value",
    "contingency",
    "portfolio_id",
    "manager__last_name",
    "manager__first_name",
    "manager__username",
    "portfolio__code",
    "portfolio__name",
    "programme__code",
    "programme__name",
)
GROUPINGS = {
    "programme": ("programme__code", "programme__name"),
    "portfolio": ("portfolio__code", "portfolio__name"),
    "phase": ("phase", "phase"),
    "status": ("status", "status"),
    "manager": ("manager__username", "manager__username"),
}
CHOICES: dict[str, type[Phase] | type[ProjectStatus]] = {"phase": Phase, "status": ProjectStatus}
HEALTH_RANK = {"red": 0, "amber": 1, "green": 2}
_SORTS: dict[str, Callable[[Line], Any]] = {
    "code": lambda line: line.columns["code"].casefold(),
    "name": lambda line: line.columns["name"].casefold(),
    "manager": lambda line: _person(line),
    "phase": lambda line: line.columns["phase"],
    "status": lambda line: line.columns["status"],
    "priority": lambda line: ("critical", "high", "medium", "low").index(line.columns["priority"]),
    "portfolio": lambda line: line.columns["portfolio__name"].casefold(),
    "programme": lambda line: (line.columns["programme__name"] or "").casefold() or None,
    "start": lambda line: line.columns["start"],
    "finish": lambda line: line.columns["finish"],
    "health": lambda line: HEALTH_RANK.get(line.fact.health),
    "computed": lambda line: HEALTH_RANK.get(line.fact.computed_health),
    "progress": lambda line: line.fact.progress,
    "budget": lambda line: line.amount("approved_budget"),
    "eac": lambda line: line.amount("eac"),
    "ac": lambda line: line.amount("ac"),
    "variance": lambda line: line.variance,
    "report_age": lambda line: line.fact.report_age_days,
}
SORTABLE = frozenset(_SORTS)


def project_table(
    facts: FactSet, *, criteria: FactCriteria, currency: str, sort: str = "", group: str = ""
) -> ProjectTable:
    """The list over the projects of the set, which the caller has limited to what the person may see."""
    rates = facts.rates
    by_id = {fact.project_id: fact for fact in facts.rows}
    rows = {row["pk"]: row for row in facts.projects.order_by("code").values(*LIGHT)}
    lines = [
        Line(pk, row, by_id[pk], _rate(rates, by_id[pk].currency, currency))
        for pk, row in rows.items()
        if pk in by_id and criteria.admits(by_id[pk])
    ]
    lines = _sorted(lines, sort)
    return ProjectTable(currency, _grouped(lines, group), totals_of(lines))


def totals_of(lines: Sequence[Line]) -> dict[str, Total]:
    """Sums in the currency of the list, each with how many lines know it."""
    return {name: _total(lines, name) for name in SUMMED}


def reporting_currency(projects: QuerySet[Project], default: str) -> str:
    """The one currency of these projects, or ``default`` when there are several or none."""
    found = list(projects.order_by().values_list("currency", flat=True).distinct()[:2])
    return found[0] if len(found) == 1 else default


def _rate(rates: Rates, source: str, target: str) -> Decimal | None:
    dated = rates.between(source, target)
    return None if dated is None else dated.value


def _total(lines: Sequence[Line], name: str) -> Total:
    amounts = [amount for line in lines if (amount := line.amount(name)) is not None]
    held_back = sum(name in line.fact.withheld for line in lines)
    return Total(sum(amounts, Decimal(0)) if amounts else None, len(amounts), held_back, len(lines))


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    """By one column, unknown values last in both directions; the code settles ties."""
    name = sort.removeprefix("-")
    if name not in _SORTS:
        return lines
    key = _SORTS[name]
    with_value = [line for line in lines if key(line) is not None]
    without = [line for line in lines if key(line) is None]
    return sorted(with_value, key=key, reverse=sort.startswith("-")) + without


def _grouped(lines: list[Line], group: str) -> list[Group]:
    if group not in GROUPINGS:
        return [Group("", "", lines)]
    key, label = GROUPINGS[group]
    buckets: dict[str, list[Line]] = defaultdict(list)
    labels: dict[str, str] = {}
    for line in lines:
        found = line.columns[key] or ""
        buckets[found].append(line)
        labels[found] = _label(line, group, label)
    ordered = sorted(buckets, key=lambda found: (not found, labels[found].casefold()))
    return [Group(found, labels[found], buckets[found], totals_of(buckets[found])) for found in ordered]


def _label(line: Line, group: str, column: str) -> str:
    """The words of a group: a name, or the word of a choice."""
    if group == "manager":
        return _person(line) or ""
    value = str(line.columns[column] or "")
    return str(CHOICES[group](value).label) if group in CHOICES else value


def _person(line: Line) -> str | None:
    names = (line.columns["manager__first_name"], line.columns["manager__last_name"])
    return " ".join(name for name in names if name) or line.columns["manager__username"]
