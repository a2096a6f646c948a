"""Writing the money of a project: budget lines, commitments, actual costs and forecasts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core.access import Permission
from pmo.core.models import User
from projects.actions import parts
from projects.actions.parts import InvalidEntry, Values
from projects.models import ActualCost, BudgetLine, Commitment, Forecast, Project, ProjectPart

Line = TypeVar("Line", bound=ProjectPart)

AMOUNTS: dict[type[ProjectPart], tuple[str, ...]] = {
    BudgetLine: ("original", "current"),
    Commitment: ("amount",),
    ActualCost: ("amount",),
    Forecast: ("amount",),
}


@transaction.atomic
def add_line(*, model: type[Line], project: Project, values: Values, by: User | None, at: datetime) -> Line:
    """Write a new line; one that names no currency is in the project's.

    :raises NotAllowed: without EDIT_MONEY.
    :raises InvalidEntry: when it has neither an amount nor a reason, or a value does not fit.
    """
    stored = parts.lock_project(project)
    parts.require(Permission.EDIT_MONEY, stored, by)
    line = model(
        project=stored, **{"currency": stored.currency, **_amount_or_reason(model, parts.with_currency(values), None)}
    )
    return parts.insert(line, by=by, at=at)


@transaction.atomic
def edit_line(*, line: Line, values: Values, version: int | None, by: User | None, at: datetime) -> Line:
    """Change a line.

    :raises NotAllowed: without EDIT_MONEY.
    :raises EditConflict: when somebody saved since ``version``.
    :raises InvalidEntry: when it has neither an amount nor a reason, or a value does not fit.
    :raises EntryGone: when somebody deleted it.
    """
    project = parts.lock_project(line.project)
    stored = parts.lock_part(line)
    parts.require(Permission.EDIT_MONEY, project, by)
    complete = _amount_or_reason(type(line), parts.with_currency(values), stored)
    return parts.update(stored, complete, version=version, by=by, at=at)


@transaction.atomic
def delete_line(*, line: ProjectPart, by: User | None, at: datetime, version: int | None = None) -> None:
    """Delete a line; its history stays.

    :raises NotAllowed: without EDIT_MONEY.
    :raises EditConflict: when somebody saved since ``version``.
    :raises EntryGone: when it is deleted already.
    """
    project = parts.lock_project(line.project)
    stored = parts.lock_part(line)
    parts.require(Permission.EDIT_MONEY, project, by)
    parts.delete(stored, version=version, by=by, at=at)


def _amount_or_reason(model: type[ProjectPart], values: Values, stored: ProjectPart | None) -> Mapping[str, Any]:
    """The values, where amounts clear an old reason and absent amounts must bring one."""

    def after(name: str) -> Any:
        return values[name] if name in values else getattr(stored, name, None)

    names = AMOUNTS[model]
    given = [name for name in names if after(name) is not None]
    if len(given) == len(names):
        return {**values, "missing": "", "missing_reason": ""}
    if given:
        absent = next(name for name in names if name not in given)
        raise InvalidEntry(_("Give both amounts, or neither and the reason."), field=absent)
    if not after("missing"):
        raise InvalidEntry(_("Give the amount, or say why it is missing."), field=names[0])
    if not after("missing_reason"):
        raise InvalidEntry(_("Say in words why the amount is missing."), field="missing_reason")
    return values
