"""The life of a status report: one draft a project, then published and never changed again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can
from pmo.core.actions.editing import refuse_stale, save_values
from pmo.core.enums import Stance
from pmo.core.errors import DomainError
from pmo.core.models import Organisation, User
from projects.actions import parts
from projects.actions.dirty import mark_dirty
from projects.enums import Health, ReportState
from projects.models import Project, StatusReport
from projects.queries.status_report import draft_of, new_draft

WRITTEN = frozenset(
    {"period_end", "declared_health", "health_reason", "progress", "achieved", "next_steps", "decisions_asked"}
)


class ReportAlreadyPublished(DomainError):
    """A published report never changes."""


class DraftBegun(DomainError):
    """A project has one draft at a time."""


class ReportInTheFuture(DomainError):
    """A report states what is, so its date is not to come."""


class HealthNotDeclared(DomainError):
    """A report declares a health, if only that it is not known."""


class HealthReasonMissing(DomainError):
    """The declared health differs from the computed one, and nobody said why."""


class HealthDifferenceBlocked(DomainError):
    """Under a directive office only somebody with DECIDE declares another health than the computed one."""


@transaction.atomic
def start_draft(*, project: Project, period_end: date, by: User | None, at: datetime) -> StatusReport:
    """The draft of the project: the one there is, or a new one that starts from the words of the last report.

    :raises NotAllowed: without REPORT_STATUS.
    """
    stored = parts.lock_project(project)
    parts.require(Permission.REPORT_STATUS, stored, by)
    begun = draft_of(stored)
    if begun:
        return begun
    draft = new_draft(stored, period_end)
    draft.author = by
    draft.save(force_insert=True)
    changes = audit.changes_between(None, audit.state_of(draft))
    audit.record(verb="created", obj=draft, by=by, at=at, changes=changes)
    return draft


@transaction.atomic
def write_draft(*, project: Project, values: Mapping[str, Any], by: User | None, at: datetime) -> StatusReport:
    """A new draft with these words, dated today unless they say otherwise.

    :raises NotAllowed: without REPORT_STATUS.
    :raises DraftBegun: when the project has a draft.
    :raises InvalidEntry: when a value does not fit.
    """
    stored = parts.lock_project(project)
    parts.require(Permission.REPORT_STATUS, stored, by)
    if draft_of(stored):
        raise DraftBegun(_("A draft of this project is begun already."), field="project")
    draft = start_draft(project=stored, period_end=timezone.localdate(at), by=by, at=at)
    return save_draft(report=draft, values=values, version=None, by=by, at=at)


@transaction.atomic
def save_draft(
    *, report: StatusReport, values: Mapping[str, Any], version: int | None, by: User | None, at: datetime
) -> StatusReport:
    """Keep what was written so far; no figure changes before it is published.

    :raises NotAllowed: without REPORT_STATUS.
    :raises ReportAlreadyPublished: when it is no draft any more.
    :raises EditConflict: when somebody saved since ``version``.
    :raises InvalidEntry: when a value does not fit.
    """
    stored = _locked_draft(report, by)
    kept = {name: value for name, value in values.items() if name in WRITTEN}
    parts.write(stored, kept, version=version, by=by, at=at)
    return stored


@transaction.atomic
def discard_draft(*, report: StatusReport, by: User | None, at: datetime, version: int | None = None) -> None:
    """Throw the draft away; the audit trail keeps its words.

    :raises NotAllowed: without REPORT_STATUS.
    :raises ReportAlreadyPublished: when it is no draft any more.
    :raises EditConflict: when somebody saved since ``version``.
    """
    stored = _locked_draft(report, by)
    refuse_stale(stored=stored, version=version, values={})
    changes = audit.changes_between(audit.state_of(stored), None)
    audit.record(verb="deleted", obj=stored, by=by, at=at, changes=changes)
    stored.delete()


@transaction.atomic
def publish_status(
    *, report: StatusReport, by: User | None, at: datetime, evidence: Mapping[str, Any], version: int | None = None
) -> StatusReport:
    """Freeze the draft with the figures shown to its author; its health becomes the project's.

    ``evidence["computed_health"]`` is the colour the rules give; grey is not known and contradicts nothing.

    :raises NotAllowed: without REPORT_STATUS.
    :raises ReportAlreadyPublished: when it is no draft any more.
    :raises EditConflict: when somebody saved since ``version``.
    :raises ReportInTheFuture: when it is dated after today.
    :raises HealthNotDeclared: when it declares none.
    :raises HealthReasonMissing: when the health differs without a reason, unless the office only advises.
    :raises HealthDifferenceBlocked: when it differs, the office is directive, and the author may not decide.
    """
    stored = _locked_draft(report, by)
    refuse_stale(stored=stored, version=version, values={})
    if stored.period_end > timezone.localdate(at):
        raise ReportInTheFuture(_("A report cannot be dated after today."), field="period_end")
    if not stored.declared_health:
        raise HealthNotDeclared(_("Declare a health: grey when it is not known."), field="declared_health")
    overrides = _judge_difference(stored, str(evidence.get("computed_health") or Health.GREY), by)
    reason = stored.health_reason[:500] if overrides else ""
    published = {"state": ReportState.PUBLISHED, "published_at": at, "evidence": dict(evidence), "author": by}
    save_values(stored=stored, values=published, by=by, at=at, verb="published", reason=reason)
    _declare(stored, by=by, at=at)
    mark_dirty(project_ids=[stored.project_id], at=at)
    return stored


def differs(*, declared: str, computed: str) -> bool:
    """Whether the declared health contradicts the computed one; where none could be computed nothing contradicts."""
    return bool(declared) and computed != Health.GREY and declared != computed


def _locked_draft(report: StatusReport, by: User | None) -> StatusReport:
    project = parts.lock_project(report.project)
    parts.require(Permission.REPORT_STATUS, project, by)
    stored = parts.lock_part(report)
    if stored.state == ReportState.PUBLISHED:
        raise ReportAlreadyPublished(_("This report is published and cannot change any more."))
    stored.project = project
    return stored


def _judge_difference(report: StatusReport, computed: str, by: User | None) -> bool:
    """Whether the author overrides the computed health, which the stance of the office must allow."""
    if not differs(declared=report.declared_health, computed=computed):
        return False
    stance = Organisation.current().stance
    if stance == Stance.DIRECTIVE and not can(by, Permission.DECIDE, report.project):
        message = _("The declared health differs from the computed one: only the office may declare this.")
        raise HealthDifferenceBlocked(message, field="declared_health")
    if stance != Stance.SUPPORTIVE and not report.health_reason.strip():
        message = _("Say why the declared health differs from the computed one.")
        raise HealthReasonMissing(message, field="health_reason")
    return True


def _declare(report: StatusReport, *, by: User | None, at: datetime) -> None:
    """The report's health is the project's, unless a report of a later date has spoken already."""
    project = report.project
    if project.declared_on and project.declared_on > report.period_end:
        return
    values = {"declared_health": report.declared_health, "declared_on": report.period_end}
    save_values(stored=project, values=values, by=by, at=at, verb="declared")
