"""Creating and editing projects, one or many."""

import copy
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can
from pmo.core.actions.codes import require_addressable
from pmo.core.actions.editing import refuse_stale, save_values, taken_once
from pmo.core.errors import DomainError, NotAllowed
from pmo.core.models import User
from projects.actions import parts
from projects.actions.dirty import mark_dirty
from projects.actions.handover import hand_over, require_may_name
from projects.actions.parts import InvalidEntry
from projects.models import ActualCost, BudgetLine, Commitment, Forecast, Project, ProjectPart, Risk

BULK_FIELDS = frozenset({"status", "phase", "priority", "manager"})
_WITH_MONEY: tuple[type[ProjectPart], ...] = (BudgetLine, ActualCost, Commitment, Forecast)


class CurrencyInUse(DomainError):
    """The project has amounts, which a new currency would silently restate."""


class NotInBulk(DomainError):
    """A field that is edited one project at a time."""


@transaction.atomic
def create_project(*, values: Mapping[str, Any], by: User | None, at: datetime) -> Project:
    """Create a project in ``values["programme"]``, whose portfolio it takes, or else in ``values["portfolio"]``.

    :raises NotAllowed: without EDIT_PROJECT where it is to stand; to make it confidential, without VIEW_CONFIDENTIAL.
    :raises InvalidEntry: when a value does not fit, such as a code in use.
    :raises CodeNotAddressable: when no address can hold its code.
    """
    project = Project(**_placed(parts.with_currency(values), None))
    require_addressable(project.code)
    _require_there(project, Permission.EDIT_PROJECT, by, field="portfolio")
    if project.confidential:
        _require_there(project, Permission.VIEW_CONFIDENTIAL, by, field="confidential")
    parts.check(project)
    with taken_once(_("Another project has this code."), field="code"):
        project.save(force_insert=True)
    changes = audit.changes_between(None, audit.state_of(project))
    audit.record(verb="created", obj=project, by=by, at=at, changes=changes)
    hand_over(project=project, former=None, by=by, at=at)
    mark_dirty(project_ids=[project.pk], at=at)
    return project


@transaction.atomic
def edit_project(
    *, project: Project, values: Mapping[str, Any], version: int | None, by: User | None, at: datetime
) -> Project:
    """Change a project. A new manager receives the role on it, the former one loses theirs.

    :raises NotAllowed: without EDIT_PROJECT on it, and where it moves to; to change its confidentiality, without
        VIEW_CONFIDENTIAL; to name its manager while it is confidential, without that or MANAGE_GRANTS.
    :raises EditConflict: when somebody saved since ``version``.
    :raises CurrencyInUse: when its amounts are in the former currency.
    :raises InvalidEntry: when a value does not fit.
    :raises CodeNotAddressable: when no address can hold its new code.
    """
    stored = parts.lock_project(project)
    parts.require(Permission.EDIT_PROJECT, stored, by)
    refuse_stale(stored=stored, version=version, values=values)
    wanted = _placed(parts.with_currency(values), stored)
    draft = copy.copy(stored)
    for name, value in wanted.items():
        setattr(draft, name, value)
    _require_change(stored, draft, by)
    if stored.code != draft.code:
        require_addressable(draft.code)
    parts.check(draft)
    former = stored.manager
    with taken_once(_("Another project has this code."), field="code"):
        changes = save_values(stored=stored, values=wanted, by=by, at=at)
    if changes:
        hand_over(project=stored, former=former, by=by, at=at)
        mark_dirty(project_ids=[stored.pk], at=at)
    return stored


@transaction.atomic
def bulk_edit_projects(*, projects: Iterable[Project], values: Mapping[str, Any], by: User | None, at: datetime) -> int:
    """Give the same status, phase, priority or manager to many projects, all or none; how many changed.

    :raises NotInBulk: for any other field.
    :raises NotAllowed: when one of them may not be edited by this person, or is confidential and not theirs to open.
    :raises InvalidEntry: when a value does not fit.
    """
    refused = set(values) - BULK_FIELDS
    if refused:
        raise NotInBulk(_("This is edited one project at a time."), field=min(refused))
    ids = sorted({project.pk for project in projects})
    stored = list(Project.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    allowed = set(
        Project.objects.visible_to(by, Permission.EDIT_PROJECT).filter(pk__in=ids).values_list("pk", flat=True)
    )
    for project in stored:
        if project.pk not in allowed:
            raise NotAllowed(_("You may not edit %(project)s.") % {"project": project})
    return sum(_changed_in_bulk(project, values, by=by, at=at) for project in stored)


def _changed_in_bulk(project: Project, values: Mapping[str, Any], *, by: User | None, at: datetime) -> bool:
    former = project.manager
    if values.get("manager", former) != former:
        require_may_name(project=project, by=by)
    for name in values:
        choices = dict(getattr(Project._meta.get_field(name), "flatchoices", ()))
        if choices and values[name] not in choices:
            raise InvalidEntry(_("%(value)s is no choice here.") % {"value": values[name]}, field=name)
    if not save_values(stored=project, values=values, by=by, at=at):
        return False
    hand_over(project=project, former=former, by=by, at=at)
    mark_dirty(project_ids=[project.pk], at=at)
    return True


def _placed(values: Mapping[str, Any], stored: Project | None) -> dict[str, Any]:
    """The values with the portfolio that goes with the programme."""
    programme = values.get("programme", getattr(stored, "programme", None))
    portfolio = values.get("portfolio") or getattr(stored, "portfolio", None)
    if programme is None:
        if portfolio is None:
            raise InvalidEntry(_("Choose a portfolio or a programme."), field="portfolio")
        return dict(values)
    if values.get("portfolio") and values["portfolio"] != programme.portfolio:
        words = {"programme": programme, "portfolio": programme.portfolio}
        raise InvalidEntry(_("%(programme)s belongs to the portfolio %(portfolio)s.") % words, field="programme")
    return {**values, "programme": programme, "portfolio": programme.portfolio}


def _require_there(project: Project, permission: Permission, by: User | None, *, field: str) -> None:
    """The permission on the programme or portfolio that the project is to stand in."""
    place: models.Model = project.programme or project.portfolio
    if not can(by, permission, place):
        raise NotAllowed(_("Your role on %(place)s does not allow this.") % {"place": place}, field=field)


def _require_change(stored: Project, draft: Project, by: User | None) -> None:
    moved = (stored.portfolio_id, stored.programme_id) != (draft.portfolio_id, draft.programme_id)
    if moved:
        _require_there(draft, Permission.EDIT_PROJECT, by, field="programme" if draft.programme_id else "portfolio")
    if stored.manager_id != draft.manager_id:
        require_may_name(project=stored, by=by)
    if stored.confidential != draft.confidential and not can(by, Permission.VIEW_CONFIDENTIAL, stored):
        raise NotAllowed(_("Your role does not decide what is confidential."), field="confidential")
    if stored.currency != draft.currency and _has_amounts(stored):
        words = {"currency": stored.currency}
        raise CurrencyInUse(_("The project has amounts in %(currency)s.") % words, field="currency")


def _has_amounts(project: Project) -> bool:
    priced = Risk.objects.filter(project=project, cost_impact__isnull=False)
    return priced.exists() or any(model.objects.filter(project=project).exists() for model in _WITH_MONEY)
