"""Writing the registers: risks, issues, decisions, actions, change requests and milestones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.core.access import Permission
from pmo.core.models import User
from projects.actions import parts
from projects.actions.parts import InvalidEntry, Values
from projects.enums import ChangeState, DecisionState, EntryState, RiskState
from projects.models import Action, ChangeRequest, Decision, Issue, Milestone, Project, ProjectPart, Risk

Entry = TypeVar("Entry", bound=ProjectPart)


@dataclass(frozen=True)
class Ending:
    """The states that end an entry, and the day that goes with them. ``begun`` is the day it cannot precede."""

    states: frozenset[str]
    on: str
    begun: str


ENDINGS: dict[type[ProjectPart], Ending] = {
    Risk: Ending(frozenset({RiskState.CLOSED}), "closed_on", "raised_on"),
    Issue: Ending(frozenset({EntryState.CLOSED}), "closed_on", "raised_on"),
    Action: Ending(frozenset({EntryState.CLOSED}), "closed_on", "opened_on"),
    Decision: Ending(frozenset({DecisionState.TAKEN}), "taken_on", "asked_on"),
    ChangeRequest: Ending(frozenset({ChangeState.APPROVED, ChangeState.REJECTED}), "decided_on", "raised_on"),
}
# What only somebody with DECIDE writes; an entry once decided is theirs altogether.
DECIDED_FIELDS: dict[type[ProjectPart], frozenset[str]] = {
    Decision: frozenset({"state", "outcome", "taken_on"}),
    ChangeRequest: frozenset({"state", "decided_on"}),
}


@transaction.atomic
def record_entry(*, model: type[Entry], project: Project, values: Values, by: User | None, at: datetime) -> Entry:
    """Write a new entry of a register.

    :raises NotAllowed: without EDIT_REGISTERS; for one already decided, without DECIDE.
    :raises InvalidEntry: when a value does not fit.
    """
    stored = parts.lock_project(project)
    parts.require(Permission.EDIT_REGISTERS, stored, by)
    entry = model(project=stored, **_with_its_end(model, values, None, timezone.localdate(at)))
    if is_decided(entry):
        parts.require(Permission.DECIDE, stored, by)
    return parts.insert(entry, by=by, at=at)


@transaction.atomic
def amend_entry(*, entry: Entry, values: Values, version: int | None, by: User | None, at: datetime) -> Entry:
    """Change an entry. To take a decision, approve or reject a change, or touch one that is decided, takes DECIDE.

    :raises NotAllowed: without the permission of each field that changes.
    :raises EditConflict: when somebody saved since ``version``.
    :raises InvalidEntry: when a value does not fit.
    :raises EntryGone: when somebody deleted it.
    """
    project = parts.lock_project(entry.project)
    stored = parts.lock_part(entry)
    for permission in _needed(stored, values):
        parts.require(permission, project, by)
    complete = _with_its_end(type(stored), values, stored, timezone.localdate(at))
    return parts.update(stored, complete, version=version, by=by, at=at)


@transaction.atomic
def remove_entry(*, entry: ProjectPart, by: User | None, at: datetime, version: int | None = None) -> None:
    """Delete an entry; its history stays.

    :raises NotAllowed: without EDIT_REGISTERS; for one already decided, without DECIDE.
    :raises EditConflict: when somebody saved since ``version``.
    :raises EntryGone: when it is deleted already.
    """
    project = parts.lock_project(entry.project)
    stored = parts.lock_part(entry)
    parts.require(Permission.EDIT_REGISTERS, project, by)
    if is_decided(stored):
        parts.require(Permission.DECIDE, project, by)
    parts.delete(stored, version=version, by=by, at=at)


def is_decided(entry: ProjectPart) -> bool:
    """Whether the entry is a decision taken or a change approved or rejected."""
    return type(entry) in DECIDED_FIELDS and entry.state in ENDINGS[type(entry)].states  # type: ignore[attr-defined]


def _needed(stored: ProjectPart, values: Values) -> set[Permission]:
    changed = {name for name, value in values.items() if getattr(stored, name) != value}
    deciding = changed & DECIDED_FIELDS.get(type(stored), frozenset())
    needed = {Permission.EDIT_REGISTERS} if changed - deciding else set()
    if changed and (is_decided(stored) or _decides(stored, values, deciding)):
        needed.add(Permission.DECIDE)
    return needed or {Permission.EDIT_REGISTERS if changed else Permission.VIEW}


def _decides(stored: ProjectPart, values: Values, changed: set[str] | frozenset[str]) -> bool:
    """Whether these changes answer the question, rather than withdraw or reword it."""
    return bool(changed - {"state"}) or ("state" in changed and str(values["state"]) in ENDINGS[type(stored)].states)


def _with_its_end(
    model: type[ProjectPart], values: Values, stored: ProjectPart | None, today: date
) -> Mapping[str, Any]:
    """The values, with the day an entry ends: today when it ends now, none when it opens again."""
    if model is Milestone:
        _refuse_future("reached", values.get("reached"), today)
        return values
    ending = ENDINGS[model]
    state = values.get("state", getattr(stored, "state", None))
    if state not in ending.states:
        return {**values, ending.on: None}
    day = values.get(ending.on) or getattr(stored, ending.on, None) or today
    _refuse_future(ending.on, day, today)
    begun = values.get(ending.begun, getattr(stored, ending.begun, None))
    if begun and day < begun:
        raise InvalidEntry(_("It cannot end before it began (%(day)s).") % {"day": begun}, field=ending.on)
    return {**values, ending.on: day}


def _refuse_future(field: str, day: date | None, today: date) -> None:
    if day and day > today:
        raise InvalidEntry(_("This day is yet to come."), field=field)
