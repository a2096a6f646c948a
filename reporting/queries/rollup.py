"""Every measure of a scope, over the projects a person may see, in one currency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from pmo.core.currency import DatedRate, Rates
from pmo.core.models import Organisation, User
from portfolio.models import Portfolio, Programme
from projects.models import Project
from reporting.engine.health import COLOURS
from reporting.engine.measures import CATALOGUE, MONEY_FIELDS, Kind, Measure, Unit
from reporting.engine.rollup import Total, add, convert, ratio, rounded
from reporting.queries.cells import HEALTHS, Cell, cells, currencies_of
from reporting.queries.curves import earned_schedule_of
from reporting.queries.fact_set import FactSet
from reporting.queries.kept import kept
from reporting.queries.period_totals import PeriodTotal, period_totals
from reporting.queries.scope import ORGANISATION, Scope


@dataclass(frozen=True)
class Rollup:
    """``measures`` by the names of measures.md; ``rates`` are those used, ``None`` where a currency has none."""

    scope: Scope
    as_of: date
    currency: str
    projects: int
    measures: Mapping[str, Total]
    health: Mapping[str, int]
    computed_health: Mapping[str, int]
    declared_health: Mapping[str, int]
    rates: Mapping[str, DatedRate | None]
    facts: FactSet | None = field(default=None, compare=False, repr=False)

    @cached_property
    def periods(self) -> Sequence[PeriodTotal]:
        """Money by period and source; read on first use, and only for the whole, not for its parts."""
        if self.facts is None:
            return ()
        facts, currency = self.facts, self.currency
        name = facts.name and ("periods", currency, *facts.name)
        return kept(name, lambda: tuple(period_totals(facts, currency)))

    def value(self, measure: str) -> Decimal | None:
        return self.measures[measure].value


def roll_up(
    user: User | None, scope: Scope, as_of: date, currency: str | None = None, *, facts: FactSet | None = None
) -> Rollup:
    """All measures of the scope. Without ``currency``: the only one of its projects, else the organisation's.

    ``user=None`` is the system and sees everything. ``facts`` is the set of the same person, scope and day, when the
    caller has it already.
    """
    chosen = facts or FactSet.visible(user, scope, as_of)
    name = chosen.name and ("rollup", currency, *chosen.name)
    return replace(kept(name, lambda: _whole(chosen, currency)), scope=scope, facts=chosen)


def _whole(facts: FactSet, currency: str | None) -> Rollup:
    found = cells(facts)
    target = currency or single_currency(found)
    summed = _sum(ORGANISATION, facts.as_of, target, found, facts.rates)
    timing = earned_schedule_of(facts, target, like=summed.measures["SPI"])
    return replace(summed, measures={**summed.measures, **timing})


def roll_up_children(
    user: User | None, scope: Scope, as_of: date, currency: str | None = None, *, facts: FactSet | None = None
) -> list[tuple[Scope, Rollup]]:
    """The same measures for each part of the scope, in a constant number of statements.

    Parts of the organisation are its top portfolios; of a portfolio its sub-portfolios, its programmes and the projects
    that have none; of a programme its projects. Together they are the whole.
    """
    facts = facts or FactSet.visible(user, scope, as_of)
    found = cells(facts, *_places(scope))
    rates = facts.rates
    target = currency or single_currency(found)
    grouped: dict[tuple[str, int], list[Cell]] = {}
    for cell in found:
        grouped.setdefault(_part(scope, *cell.key), []).append(cell)
    parts = _load(grouped)
    return [(parts[key], _sum(parts[key], as_of, target, grouped[key], rates)) for key in sorted(grouped, key=str)]


def roll_up_portfolios(user: User | None, as_of: date, currency: str | None = None) -> dict[int, Rollup]:
    """The same measures for every portfolio at every depth, each with all below it, by id; one set of statements."""
    facts = FactSet.visible(user, ORGANISATION, as_of)
    found, rates = cells(facts, "by_path"), facts.rates
    target = currency or single_currency(found)
    grouped: dict[int, list[Cell]] = {}
    for cell in found:
        for pk in str(cell.key[0]).strip("/").split("/"):
            grouped.setdefault(int(pk), []).append(cell)
    scopes = {each.pk: Scope.of(each) for each in Portfolio.objects.filter(pk__in=grouped)}
    return {pk: _sum(scope, as_of, target, grouped[pk], rates) for pk, scope in scopes.items()}


def single_currency(found: Iterable[Cell]) -> str:
    """The currency all cells share, else the organisation's reporting currency."""
    currencies = currencies_of(found)
    return currencies.pop() if len(currencies) == 1 else Organisation.current().reporting_currency


def _places(scope: Scope) -> tuple[str, ...]:
    """What tells the parts of the scope apart."""
    match scope.target:
        case None:
            return ("by_path",)
        case Portfolio():
            return ("by_path", "by_programme", "loose")
        case _:
            return ("by_path", "by_programme", "each")


def _part(scope: Scope, path: str, programme: int | None = None, project: int = 0) -> tuple[str, int]:
    """Where a project belongs among the parts of the scope."""
    ids = [int(part) for part in path.strip("/").split("/")]
    match scope.target:
        case None:
            return "portfolio", ids[0]
        case Portfolio(pk=pk) if ids[-1] != pk:
            return "portfolio", ids[ids.index(pk) + 1]
        case Portfolio() if programme is not None:
            return "programme", programme
        case _:
            return "project", project


def _load(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Scope]:
    wanted: dict[str, list[int]] = {"portfolio": [], "programme": [], "project": []}
    for kind, pk in keys:
        wanted[kind].append(pk)
    found: dict[tuple[str, int], Scope] = {}
    for kind, model in (("portfolio", Portfolio), ("programme", Programme), ("project", Project)):
        for each in model.objects.filter(pk__in=wanted[kind]):
            found[(kind, each.pk)] = Scope.of(each)
    return found


def _sum(scope: Scope, as_of: date, currency: str, found: Sequence[Cell], rates: Rates) -> Rollup:
    used = {name: rates.between(name, currency) for name in sorted(currencies_of(found))}
    factors = {name: None if dated is None else dated.value for name, dated in used.items()}
    distributions: dict[str, Any] = {
        kind: {colour: sum(cell.values.get(f"{kind}_{colour}", 0) for cell in found) for colour in COLOURS}
        for kind in HEALTHS
    }
    return Rollup(
        scope=scope,
        as_of=as_of,
        currency=currency,
        projects=sum(cell.projects for cell in found),
        measures={measure.name: _total(measure, found, factors) for measure in CATALOGUE},
        rates=used,
        **distributions,
    )


def _total(measure: Measure, found: Sequence[Cell], factors: Mapping[str, Decimal | None]) -> Total:
    if measure.kind is Kind.RATIO:
        return _ratio(measure, found, factors)
    totals = [_cell_total(measure, cell) for cell in found]
    if measure.kind is Kind.SPREAD:
        known = [total.value for total in totals if total.value is not None]
        return Total(max(known, default=None), *_counts(totals))
    if measure.unit is Unit.MONEY:
        totals = [convert(total, factors[cell.currency]) for total, cell in zip(totals, found, strict=True)]
        return rounded(add(totals))
    return add(totals)


def _cell_total(measure: Measure, cell: Cell) -> Total:
    value = cell.values.get(f"{'max' if measure.kind is Kind.SPREAD else 'sum'}_{measure.field}")
    return Total(
        None if value is None else Decimal(value),
        cell.values.get(f"known_{measure.field}", 0),
        cell.withheld.get(measure.field, 0),
        cell.projects,
    )


def _ratio(measure: Measure, found: Sequence[Cell], factors: Mapping[str, Decimal | None]) -> Total:
    """From sums over the projects that know every operand, so that the two sides speak of the same projects."""
    sums: dict[str, Decimal | None] = {}
    counts = []
    for cell in found:
        factor = factors[cell.currency] if measure.operands[0] in MONEY_FIELDS else Decimal(1)
        known = 0 if factor is None else cell.values.get(f"known_{measure.name}", 0)
        counts.append(Total(None, known, cell.withheld.get(measure.name, 0), cell.projects))
        if known and factor is not None:
            for operand in measure.operands:
                part = cell.values[f"sum_{measure.name}_{operand}"] * factor
                sums[operand] = (sums.get(operand) or Decimal(0)) + part
    return Total(ratio(measure, sums), *_counts(counts))


def _counts(totals: Iterable[Total]) -> tuple[int, int, int]:
    summed = add(Total(None, total.known, total.withheld, total.of) for total in totals)
    return summed.known, summed.withheld, summed.of
