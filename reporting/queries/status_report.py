"""What a status report shows beside its words: the figures and moves that are frozen with it as evidence.

Evidence is plain JSON: amounts as decimal strings, dates in ISO. :func:`readable` gives dates back to the templates.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from pmo.core.models import AuditEntry
from projects.enums import DecisionState, RiskState
from projects.models import Decision, Milestone, Project, Risk, StatusReport
from projects.queries.status_report import last_published
from reporting.engine.earned_value import quotient
from reporting.engine.health import DIMENSIONS
from reporting.models import ProjectFact
from reporting.queries.fact_set import FactSet
from reporting.queries.facts import compute_facts
from reporting.queries.milestones import state_of
from reporting.queries.sources.reports import LastReport

AMOUNTS = ("approved_budget", "eac", "vac", "ac", "committed", "threat_exposure")
_DATES = ("baseline", "forecast", "reached", "before", "due_on")


def evidence_for(report: StatusReport) -> dict[str, Any]:
    """The figures of the project at the report's date as they will be once it is published."""
    project = report.project
    last = last_published(project, before=report.period_end)
    fact = _fact_if_published(report)
    before = FactSet(Project.objects.filter(pk=project.pk), last.period_end).rows[0] if last else None
    return {
        "as_of": report.period_end.isoformat(),
        "currency": fact.currency,
        "computed_health": str(fact.computed_health),
        "dimensions": {name: str(getattr(fact, f"health_{name}")) for name in DIMENSIONS},
        "amounts": [_amount(name, fact, before) for name in AMOUNTS],
        "cpi": _text(quotient(fact.ev, fact.ac)),
        "spi": _text(quotient(fact.ev, fact.pv)),
        "progress": _text(fact.progress),
        "progress_before": _text(before.progress) if before else None,
        "expected_progress": _text(quotient(fact.pv, fact.bac)),
        "finish_variance_days": fact.finish_variance_days,
        "milestones": _milestones(project, report.period_end, last),
        "new_risks": _new_risks(project, report.period_end, last),
        "decisions": _decisions(project, report.period_end),
        "counts": {
            name: getattr(fact, name)
            for name in ("open_threats", "unassessed_risks", "open_issues", "overdue_actions", "pending_changes")
        },
        "previous": {"period_end": last.period_end.isoformat(), "health": last.declared_health} if last else None,
    }


def readable(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence with dates as dates, and what moved apart from what is next."""
    milestones = [_dated(row) for row in evidence.get("milestones", [])]
    return {
        **evidence,
        "moved": [row for row in milestones if row["moved_days"] or row.get("newly_reached")],
        "ahead": [row for row in milestones if not row["reached"]][:5],
        "decisions": [_dated(row) for row in evidence.get("decisions", [])],
        "previous": _dated(evidence["previous"], ("period_end",)) if evidence.get("previous") else None,
    }


def _fact_if_published(report: StatusReport) -> ProjectFact:
    progress = None if report.progress is None else Decimal(report.progress) / 100
    stated = LastReport(report.period_end, progress, report.declared_health)
    at = datetime.combine(report.period_end, time.max, UTC)
    (fact,) = compute_facts([report.project_id], as_of=report.period_end, at=at, stated={report.project_id: stated})
    return fact


def _amount(name: str, fact: ProjectFact, before: ProjectFact | None) -> dict[str, Any]:
    value, earlier = getattr(fact, name), getattr(before, name, None)
    withheld = name in fact.withheld
    return {
        "name": name,
        "value": _text(value),
        "delta": None if value is None or earlier is None else _text(value - earlier),
        "kind": "" if value is not None else "withheld" if withheld else "unknown",
        "reason": fact.withheld.get(name) or fact.unknown.get(name, ""),
    }


def _milestones(project: Project, as_of: date, last: StatusReport | None) -> list[dict[str, Any]]:
    """Every milestone as of the report, with how far its forecast moved since the last one."""
    before = _forecasts_before(project, last)
    return [
        _milestone(row, as_of, before.get(str(row.uuid)), last)
        for row in Milestone.objects.filter(project=project).order_by("forecast", "baseline", "pk")
    ]


def _milestone(row: Milestone, as_of: date, before: str | None, last: StatusReport | None) -> dict[str, Any]:
    reached = row.reached if row.reached and row.reached <= as_of else None
    moved = (row.forecast - date.fromisoformat(before)).days if before and row.forecast else 0
    return {
        "uuid": str(row.uuid),
        "name": row.name,
        "gate": row.gate,
        "baseline": _iso(row.baseline),
        "forecast": _iso(row.forecast),
        "reached": _iso(reached),
        "before": before,
        "moved_days": moved,
        "newly_reached": bool(reached and last and reached > last.period_end),
        "state": state_of(row, as_of),
    }


def _forecasts_before(project: Project, last: StatusReport | None) -> dict[str, str | None]:
    """Forecasts as the last report kept them; of reports that kept none, as the audit trail tells."""
    if last is None:
        return {}
    kept = {row["uuid"]: row["forecast"] for row in last.evidence.get("milestones", []) if "uuid" in row}
    if kept:
        return kept
    moves = AuditEntry.objects.filter(
        project_id=project.pk, object_type=Milestone._meta.label_lower, at__gt=last.published_at
    ).order_by("at", "pk")
    for uuid, changes in moves.values_list("object_uuid", "changes"):
        if "forecast" in changes:
            kept.setdefault(str(uuid), changes["forecast"][0])
    return kept


def _new_risks(project: Project, as_of: date, last: StatusReport | None) -> list[dict[str, Any]]:
    """Risks raised since the last report and still open, the highest first."""
    risks = Risk.objects.filter(project=project, raised_on__lte=as_of).exclude(state=RiskState.CLOSED)
    if last:
        risks = risks.filter(raised_on__gt=last.period_end)
    rows = [{"title": risk.title, "kind": risk.kind, "score": risk.score} for risk in risks]
    return sorted(rows, key=lambda row: -(row["score"] or 0))[:10]


def _decisions(project: Project, as_of: date) -> list[dict[str, Any]]:
    pending = Decision.objects.filter(project=project, state=DecisionState.PENDING, asked_on__lte=as_of)
    return [{"title": row.title, "due_on": _iso(row.due_on)} for row in pending[:10]]


def _dated(row: Mapping[str, Any], names: tuple[str, ...] = _DATES) -> dict[str, Any]:
    return {key: date.fromisoformat(value) if value and key in names else value for key, value in row.items()}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"
