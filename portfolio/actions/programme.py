"""Creating and editing programmes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can
from pmo.core.actions.codes import require_addressable
from pmo.core.actions.editing import refuse_stale, save_values, taken_once
from pmo.core.errors import NotAllowed
from pmo.core.models import User
from portfolio.errors import CodeTaken
from portfolio.models import Portfolio, Programme
from projects.actions.dirty import mark_dirty
from projects.models import Project


@transaction.atomic
def create_programme(
    *,
    code: str,
    name: str,
    portfolio: Portfolio,
    by: User | None,
    at: datetime,
    description: str = "",
    owner: User | None = None,
    source: str = "",
    external_id: str = "",
) -> Programme:
    """Create a programme in a portfolio.

    :raises NotAllowed: without EDIT_PORTFOLIO on the portfolio.
    :raises CodeTaken: when the code is in use.
    :raises CodeNotAddressable: when no address can hold it.
    """
    _require_on(portfolio, by)
    _check_code(code)
    with taken_once(_("Another programme has this code."), field="code"):
        made = Programme.objects.create(
            code=code,
            name=name,
            portfolio=portfolio,
            description=description,
            owner=owner,
            source=source,
            external_id=external_id,
        )
    changes = audit.changes_between(None, audit.state_of(made))
    audit.record(verb="created", obj=made, by=by, at=at, changes=changes)
    return made


@transaction.atomic
def edit_programme(
    *, programme: Programme, values: Mapping[str, Any], version: int | None, by: User | None, at: datetime
) -> Programme:
    """Write code, name, description, owner or portfolio; its projects follow it to a new portfolio.

    :raises NotAllowed: without EDIT_PORTFOLIO on it, and on the new portfolio.
    :raises EditConflict: when ``version`` is not the stored one.
    :raises CodeTaken: when the new code is in use.
    """
    stored = Programme.objects.select_for_update().get(pk=programme.pk)
    if not can(by, Permission.EDIT_PORTFOLIO, stored):
        raise NotAllowed(_("You may not edit this programme."))
    refuse_stale(stored=stored, version=version, values=values)
    _check_code(values.get("code", stored.code), but=stored.pk)
    target = values.get("portfolio", stored.portfolio)
    moves = target.pk != stored.portfolio_id
    if moves:
        _require_on(target, by)
    save_values(stored=stored, values=values, by=by, at=at)
    if moves:
        _take_projects_along(stored, by, at)
    return stored


def _take_projects_along(programme: Programme, by: User | None, at: datetime) -> None:
    projects = list(Project.objects.select_for_update().filter(programme=programme).order_by("pk"))
    audit.record_all(
        audit.entry(
            verb="moved",
            obj=project,
            by=by,
            at=at,
            changes={"portfolio": [project.portfolio_id, programme.portfolio_id]},
        )
        for project in projects
    )
    Project.objects.filter(programme=programme).update(
        portfolio=programme.portfolio_id, version=F("version") + 1, updated_at=at
    )
    mark_dirty(project_ids=[project.pk for project in projects], at=at)


def _require_on(portfolio: Portfolio, by: User | None) -> None:
    if not can(by, Permission.EDIT_PORTFOLIO, portfolio):
        raise NotAllowed(_("You may not put a programme in this portfolio."), field="portfolio")


def _check_code(code: str, but: int = 0) -> None:
    require_addressable(code)
    if Programme.objects.filter(code=code).exclude(pk=but).exists():
        raise CodeTaken(_("Another programme has the code %(code)s.") % {"code": code}, field="code")
