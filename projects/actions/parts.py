"""Adding, changing and deleting one row of a project: what registers and money have in common.

Callers hold the transaction and have said who may; this module locks, checks, writes, audits and marks the project.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can
from pmo.core.actions.editing import refuse_stale, save_values
from pmo.core.dates import FIRST_DAY, LAST_DAY, is_reckoned
from pmo.core.errors import DomainError, NotAllowed
from pmo.core.models import User
from projects.actions.dirty import mark_dirty
from projects.models import Project, ProjectPart

Part = TypeVar("Part", bound=ProjectPart)
Values = Mapping[str, Any]


class InvalidEntry(DomainError):
    """A value that the row cannot hold."""


class EntryGone(DomainError):
    """Somebody deleted the row meanwhile."""


@dataclass
class _Together:
    """What many writes of one transaction share: projects locked, rights asked for, projects to mark in the end."""

    projects: dict[int, Project]
    allowed: set[tuple[int, Permission]] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)


_together: ContextVar[_Together | None] = ContextVar("together", default=None)


@contextmanager
def together(*, project_ids: Iterable[int], at: datetime) -> Iterator[None]:
    """Writes of one person to many rows, in the caller's transaction: their projects are locked first, in the order in
    which everybody locks them, each is asked for once, and marked once when all is written."""
    projects = Project.objects.select_for_update(no_key=True).filter(pk__in=set(project_ids)).order_by("pk")
    shared = _Together({project.pk: project for project in projects})
    token = _together.set(shared)
    try:
        yield
    finally:
        _together.reset(token)
    mark_dirty(project_ids=shared.changed, at=at)


def lock_project(project: Project) -> Project:
    """The project as stored, locked until the transaction ends: always taken before its parts."""
    shared = _together.get()
    if shared and project.pk in shared.projects:
        return shared.projects[project.pk]
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def lock_part(part: Part) -> Part:
    """The row as stored, locked; its project must be locked before.

    :raises EntryGone: when it was deleted meanwhile.
    """
    stored = type(part).objects.select_for_update(no_key=True).filter(pk=part.pk).first()
    if stored is None:
        raise EntryGone(_("Somebody deleted this meanwhile."))
    return stored  # type: ignore[no-any-return]


def require(permission: Permission, project: Project, by: User | None) -> None:
    """:raises NotAllowed: when the person may not do this in the project."""
    shared = _together.get()
    allowed = shared.allowed if shared else set()
    if (project.pk, permission) in allowed:
        return
    if not can(by, permission, project):
        raise NotAllowed(_("Your role on this project does not allow this."))
    allowed.add((project.pk, permission))


def mark(project_id: int, at: datetime) -> None:
    """The facts of the project are older than its rows now."""
    shared = _together.get()
    if shared is None:
        mark_dirty(project_ids=[project_id], at=at)
        return
    changed = shared.changed
    changed.add(project_id)


def check(row: models.Model) -> None:
    """:raises InvalidEntry: naming the first field whose value the table would refuse."""
    # "May be blank" is a rule of forms; the table takes every NULL it declares. Objects at hand were found just now.
    absent = {field.name for field in row._meta.fields if field.null and field.value_from_object(row) is None}
    at_hand = {
        field.name for field in row._meta.fields if isinstance(field, models.ForeignKey) and field.is_cached(row)
    }
    try:
        row.clean_fields(exclude=absent | at_hand)
        row.clean()
        row.validate_unique(exclude={"uuid"})
        _check_constraints(row)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise InvalidEntry(messages[0], field=None if name == NON_FIELD_ERRORS else name) from error
    _refuse_strange_days(row)


def _check_constraints(row: models.Model) -> None:
    """All rules of the table in one statement; one by one only to name the rule that is broken."""
    rules = [each.condition for each in row._meta.constraints if isinstance(each, models.CheckConstraint)]
    try:
        if rules:
            models.CheckConstraint(condition=models.Q(*rules), name="all").validate(type(row), row)
    except ValidationError:
        row.validate_constraints()
    for each in row._meta.constraints:
        if not isinstance(each, models.CheckConstraint):
            each.validate(type(row), row)


def _refuse_strange_days(row: models.Model) -> None:
    """One date of the year 1 or 9999 would stop every curve and sum it takes part in."""
    for column in row._meta.fields:
        day = column.value_from_object(row)
        if type(column) is models.DateField and day is not None and not is_reckoned(day):
            words = {"text": day.isoformat(), "first": FIRST_DAY.year, "last": LAST_DAY.year}
            raise InvalidEntry(_("“%(text)s” is outside the years %(first)s to %(last)s.") % words, field=column.name)


def with_currency(values: Values) -> Values:
    """The values, where a currency is written as in ISO 4217: three capital letters.

    :raises InvalidEntry: when it is something else.
    """
    if "currency" not in values:
        return values
    code = str(values["currency"]).strip().upper()
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise InvalidEntry(_("Give the three letters of a currency, such as EUR."), field="currency")
    return {**values, "currency": code}


def insert(row: Part, *, by: User | None, at: datetime) -> Part:
    """Write a new row of a locked project."""
    check(row)
    row.save(force_insert=True)
    audit.record(verb="created", obj=row, by=by, at=at, changes=audit.changes_between(None, audit.state_of(row)))
    mark(row.project_id, at)
    return row


def update(stored: Part, values: Values, *, version: int | None, by: User | None, at: datetime) -> Part:
    """Write the values on a locked row, behind which facts stand; ``version`` is the one the person opened.

    :raises EditConflict: when somebody saved since.
    :raises InvalidEntry: when a value does not fit.
    """
    if write(stored, values, version=version, by=by, at=at):
        mark(stored.project_id, at)
    return stored


def write(stored: Part, values: Values, *, version: int | None, by: User | None, at: datetime) -> bool:
    """Like :func:`update` for a row no fact looks at; whether anything changed."""
    refuse_stale(stored=stored, version=version, values=values)
    draft = copy.copy(stored)
    for name, value in values.items():
        setattr(draft, name, value)
    check(draft)
    return bool(save_values(stored=stored, values=values, by=by, at=at))


def delete(stored: ProjectPart, *, version: int | None, by: User | None, at: datetime) -> None:
    """Delete a locked row; the audit trail keeps all it said.

    :raises EditConflict: when somebody saved since ``version``.
    """
    refuse_stale(stored=stored, version=version, values={})
    changes = audit.changes_between(audit.state_of(stored), None)
    audit.record(verb="deleted", obj=stored, by=by, at=at, changes=changes)
    mark(stored.project_id, at)
    stored.delete()
