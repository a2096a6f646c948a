"""From what the tables say of one project to its row of facts; no statement is sent here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from pmo.core.currency import Rates
from projects.enums import ForecastKind, Health, ProjectStatus, ReportingCycle, RiskKind
from projects.models import Project
from reporting.engine.earned_value import EacMethod, quotient
from reporting.engine.figure import Figure, known
from reporting.engine.health import Colour, Signs, assess, is_stale, worst
from reporting.engine.measures import COUNT_FIELDS
from reporting.engine.money import NO_BUDGET, NO_PROGRESS, MoneySources, amounts, share
from reporting.engine.planned_value import working_days_between
from reporting.models import ProjectFact
from reporting.queries.sources.registers import Risks
from reporting.queries.sources.reports import LastReport
from reporting.queries.sources.thresholds import Rules

CYCLE_DAYS = {ReportingCycle.WEEKLY: 7, ReportingCycle.MONTHLY: 31, ReportingCycle.QUARTERLY: 92}
OWES_REPORTS = {ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD}
FORECAST_FIELDS = {
    ForecastKind.EAC: "eac_given",
    ForecastKind.ETC: "etc_given",
    ForecastKind.WHOLE_LIFE_COST: "whole_life_cost",
    ForecastKind.BENEFITS: "benefits",
}
DEFAULTS: dict[str, Any] = {field.attname: field.get_default() for field in ProjectFact._meta.concrete_fields}
COUNTED = frozenset(COUNT_FIELDS)


@dataclass(frozen=True)
class Context:
    """What all projects share when their facts are computed."""

    as_of: date
    at: datetime
    rates: Rates
    reporting_currency: str
    holidays: Sequence[date]
    rules: Mapping[int, Rules]
    stated: Mapping[int, LastReport]


@dataclass(frozen=True)
class Statements:
    """What each source table said, by project; a project that is not there has no row in that table."""

    amounts: Mapping[str, Mapping[int, Figure]]
    forecasts: Mapping[str, Mapping[int, Figure]]
    milestones: Mapping[int, Mapping[str, Any]]
    risks: Mapping[int, Risks]
    counts: Sequence[Mapping[int, Mapping[str, Any]]]
    changes: Mapping[int, Mapping[str, Any]]
    reports: Mapping[int, LastReport]
    colours_before: Mapping[int, Mapping[str, Colour]]


def fill(project: Project, said: Statements, context: Context) -> ProjectFact:
    """The facts of one project."""
    figures = amounts(_money_sources(project, said))
    fact = _made(
        project_id=project.pk,
        as_of=context.as_of,
        computed_at=context.at,
        currency=project.currency,
        unknown={name: figure.reason for name, figure in figures.items() if figure.absence == "unknown"},
        withheld={name: figure.reason for name, figure in figures.items() if figure.absence == "withheld"},
        **{name: round(figure.value, 6) for name, figure in figures.items() if figure.value is not None},
    )
    dated = context.rates.between(project.currency, context.reporting_currency)
    if dated is not None:
        fact.reporting_rate, fact.rate_date = round(dated.value, 12), dated.on
    _count(fact, project, said)
    _time(fact, project, said, context)
    _judge(fact, project, said, context)
    _check_quality(fact, project, said)
    return fact


def _made(**values: Any) -> ProjectFact:
    """A fact with these values, which name every field whose default is shared; by name, a model takes far longer."""
    return ProjectFact(*(DEFAULTS | values).values())  # type: ignore[misc]  # in the order of the fields


def _money_sources(project: Project, said: Statements) -> MoneySources:
    pk = project.pk
    given = {name: by_project[pk] for name, by_project in said.amounts.items() if pk in by_project}
    for kind, name in FORECAST_FIELDS.items():
        if pk in said.forecasts.get(kind, {}):
            given[name] = said.forecasts[kind][pk]
    if "approved_budget" not in given:
        given["pv"] = NO_BUDGET
    register = said.risks.get(pk)
    if register is not None:
        given["threat_exposure"] = register.exposure[RiskKind.THREAT]
        given["opportunity_exposure"] = register.exposure[RiskKind.OPPORTUNITY]
    report = said.reports.get(pk)
    if report is not None:
        given["progress"] = NO_PROGRESS if report.progress is None else known(report.progress)
    return MoneySources(eac_method=cast(EacMethod, project.eac_method), **given)


def _count(fact: ProjectFact, project: Project, said: Statements) -> None:
    pk = project.pk
    for counts in (*said.counts, said.milestones, said.changes):
        for name, value in counts.get(pk, {}).items():
            if name in COUNTED:
                setattr(fact, name, value)
    register = said.risks.get(pk) or Risks()
    fact.open_threats, fact.unassessed_risks = register.open_threats, register.unassessed_risks
    fact.top_risk_score = register.top_score


def _time(fact: ProjectFact, project: Project, said: Statements, context: Context) -> None:
    report = said.reports.get(project.pk)
    if report is not None:
        fact.report_age_days = (context.as_of - report.period_end).days
        fact.progress = report.progress
    if project.baseline_finish and project.finish:
        fact.finish_variance_days = working_days_between(project.baseline_finish, project.finish, context.holidays)
    if project.reporting_cycle != ReportingCycle.NONE and project.status in OWES_REPORTS:
        running = (context.as_of - project.start).days if project.start else None
        fact.stale = is_stale(
            report_age=fact.report_age_days,
            period_days=CYCLE_DAYS[ReportingCycle(project.reporting_cycle)],
            grace_days=context.rules[project.portfolio_id].grace_days,
            running_days=running,
        )


def _judge(fact: ProjectFact, project: Project, said: Statements, context: Context) -> None:
    """Computed colours, the declared one, and the one to show."""
    colours = assess(
        _signs(fact, project, said),
        context.rules[project.portfolio_id].thresholds,
        previous=said.colours_before.get(project.pk),
        stale=fact.stale,
    )
    for name, colour in colours.items():
        setattr(fact, f"health_{name}", colour)
    fact.computed_health = worst(colours)
    fact.declared_health = _declared(project, said.reports.get(project.pk), context.as_of)
    if fact.stale:
        fact.health = Health.GREY  # an old statement is no statement
    else:
        fact.health = fact.declared_health or fact.computed_health


def _declared(project: Project, report: LastReport | None, as_of: date) -> str:
    """The latest statement on or before the day: a report's, or the project's own. A withheld one is grey."""
    own = project.declared_health or (Health.GREY if "declared_health" in project.absences else "")
    own_date = project.declared_on
    if own and own_date is not None and own_date > as_of:
        own = ""
    if report is None or not report.declared_health:
        return own
    if own and own_date is not None and own_date > report.period_end:
        return own
    return report.declared_health


def _signs(fact: ProjectFact, project: Project, said: Statements) -> Signs:
    milestones = said.milestones.get(project.pk, {})
    changes = said.changes.get(project.pk)
    overrun = None
    if fact.eac is not None and fact.approved_budget:
        overrun = quotient(fact.eac - fact.approved_budget, fact.approved_budget)
    exposure = None if fact.threat_exposure is None else known(fact.threat_exposure)
    return Signs(
        cost_overrun=overrun,
        cpi=quotient(fact.ev, fact.ac),
        finish_variance=None if fact.finish_variance_days is None else Decimal(fact.finish_variance_days),
        spi=quotient(fact.ev, fact.pv),
        gate_missed=bool(milestones["gates_missed"]) if milestones.get("gates") else None,
        risk_score=None if fact.top_risk_score is None else Decimal(fact.top_risk_score),
        exposure=None if exposure is None else share(exposure, project.contingency),
        pending_changes=None if changes is None else share(changes["impact"], fact.bac),
    )


def _check_quality(fact: ProjectFact, project: Project, said: Statements) -> None:
    """The checks that apply to the project, and how many pass."""
    checks = [fact.approved_budget is not None, project.baseline_finish is not None]
    if project.pk in said.milestones:
        checks.append(fact.milestones_missed == 0)
    if project.reporting_cycle != ReportingCycle.NONE and project.status in OWES_REPORTS:
        checks.append(not fact.stale)
    register = said.risks.get(project.pk)
    if register is not None and register.open:
        checks.append(register.unowned == 0)
    fact.quality_applicable, fact.quality_passed = len(checks), sum(checks)
