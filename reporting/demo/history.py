"""What follows from figures: the health declared month by month, closed months, and the past of the formula KPIs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from projects.enums import ReportState
from projects.models import Project, StatusReport
from reporting.actions.kpi import record_kpi_values
from reporting.actions.snapshots import take_snapshots
from reporting.demo.course import Path
from reporting.demo.kpi_rows import past_month_ends
from reporting.demo.money_rows import approved_on
from reporting.demo.store import Store
from reporting.engine.earned_value import quotient
from reporting.engine.health import DIMENSIONS
from reporting.models import ProjectFact
from reporting.queries.facts import compute_facts
from reporting.queries.status_report import AMOUNTS, evidence_for

MONTHS = 24
STATED = timedelta(days=45)
"""How far back the story's own declaration reaches."""
COUNTS = ("open_threats", "unassessed_risks", "open_issues", "overdue_actions", "pending_changes")


def declare_and_close(paths: Mapping[str, Path], today: date, store: Store) -> None:
    """Month by month: compute, let the reports declare what is computed or say why not, close the month."""
    projects = {project.code: project for project in Project.objects.filter(code__in=paths)}
    for day in past_month_ends(today, MONTHS):
        known = [project.pk for code, project in projects.items() if approved_on(paths[code]) <= day]
        _foresee(projects, paths, day)
        _declare(known, paths, day, store)
        take_snapshots(period_end=day, at=_night_after(day), project_ids=known)
    _foresee(projects, paths, today)
    rest = sorted({path.last for path in paths.values()} - set(past_month_ends(today, MONTHS)))
    for day in rest:
        _declare([p.pk for code, p in projects.items() if paths[code].last == day], paths, day, store)
    _state_on_projects(projects, store)


def _foresee(projects: Mapping[str, Project], paths: Mapping[str, Path], day: date) -> None:
    """Put the projects back to the finish they foresaw that day, so that the closed month tells what was known then."""
    for code, project in projects.items():
        project.finish = paths[code].finish_seen(day)
    Project.objects.bulk_update(projects.values(), ["finish"])


def _declare(ids: Sequence[int], paths: Mapping[str, Path], day: date, store: Store) -> None:
    reports = list(
        StatusReport.objects.filter(project__in=ids, period_end=day, state=ReportState.PUBLISHED)
        .select_related("project__manager")
        .order_by("pk")
    )
    if not reports:
        return
    facts = {fact.project_id: fact for fact in compute_facts([r.project_id for r in reports], as_of=day, at=store.at)}
    for report in reports:
        fact, path = facts[report.project_id], paths[report.project.code]
        report.declared_health = fact.computed_health
        if path.story.declared and path.last - day <= STATED and path.story.declared[0] != fact.computed_health:
            report.declared_health, report.health_reason = path.story.declared
        report.evidence = evidence_for(report) if day == path.reports()[-1] else _evidence(fact)
    StatusReport.objects.bulk_update(reports, ["declared_health", "health_reason", "evidence"])
    for report in reports:
        changes = {"state": ["draft", "published"], "declared_health": ["", report.declared_health]}
        store.tell(report, by=report.author, on=day + timedelta(days=2), verb="published", changes=changes)


def _evidence(fact: ProjectFact) -> dict[str, Any]:
    """The figures the author saw, as ``reporting.queries.status_report.evidence_for`` keeps them, less what moved."""
    return {
        "as_of": fact.as_of.isoformat() if fact.as_of else None,
        "currency": fact.currency,
        "computed_health": str(fact.computed_health),
        "dimensions": {name: str(getattr(fact, f"health_{name}")) for name in DIMENSIONS},
        "amounts": [_amount(name, fact) for name in AMOUNTS],
        "cpi": _text(quotient(fact.ev, fact.ac)),
        "spi": _text(quotient(fact.ev, fact.pv)),
        "progress": _text(fact.progress),
        "expected_progress": _text(quotient(fact.pv, fact.bac)),
        "finish_variance_days": fact.finish_variance_days,
        "counts": {name: getattr(fact, name) for name in COUNTS},
    }


def _amount(name: str, fact: ProjectFact) -> dict[str, Any]:
    value = getattr(fact, name)
    kind = "" if value is not None else "withheld" if name in fact.withheld else "unknown"
    reason = fact.withheld.get(name) or fact.unknown.get(name, "")
    return {"name": name, "value": _text(value), "delta": None, "kind": kind, "reason": reason}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _state_on_projects(projects: Mapping[str, Project], store: Store) -> None:
    """Each project carries the health of its latest report."""
    for project in projects.values():
        last = StatusReport.objects.filter(project=project, state=ReportState.PUBLISHED).first()
        if last is None:
            continue
        project.declared_health, project.declared_on = last.declared_health, last.period_end
        changes = {"declared_health": ["", last.declared_health], "declared_on": [None, last.period_end.isoformat()]}
        store.tell(project, by=last.author, on=last.period_end + timedelta(days=2), verb="declared", changes=changes)
    Project.objects.bulk_update(projects.values(), ["declared_health", "declared_on"])


def record_past_kpis(today: date, months: int) -> None:
    """The values the formulas had at each month end, for the organisation and each portfolio."""
    for day in past_month_ends(today, months):
        record_kpi_values(at=_night_after(day), on=day)


def _night_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(1), UTC)
