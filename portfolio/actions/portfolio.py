"""Creating, editing and moving portfolios. They keep ``path``, on which access and every sum rest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can, can_everywhere
from pmo.core.actions.codes import require_addressable
from pmo.core.actions.editing import refuse_stale, save_values
from pmo.core.errors import NotAllowed
from pmo.core.models import User
from portfolio.errors import CodeTaken, PortfolioCycle
from portfolio.models import Portfolio, ThresholdSet
from projects.actions.dirty import mark_dirty
from projects.models import Project


@transaction.atomic
def create_portfolio(
    *,
    code: str,
    name: str,
    by: User | None,
    at: datetime,
    parent: Portfolio | None = None,
    description: str = "",
    owner: User | None = None,
    thresholds: ThresholdSet | None = None,
    source: str = "",
    external_id: str = "",
) -> Portfolio:
    """Create a portfolio under ``parent``, or at the top.

    :raises NotAllowed: without EDIT_PORTFOLIO on the parent (on the organisation, at the top).
    :raises CodeTaken: when the code is in use.
    :raises CodeNotAddressable: when no address can hold it.
    """
    _require_on(parent, by)
    _lock_tree()
    _check_code(code)
    above = Portfolio.objects.get(pk=parent.pk).path if parent else "/"
    made = Portfolio.objects.create(
        code=code,
        name=name,
        parent=parent,
        path="/",  # the real one needs the row's own id
        description=description,
        owner=owner,
        thresholds=thresholds,
        source=source,
        external_id=external_id,
    )
    made.path = f"{above}{made.pk}/"
    made.save(update_fields=["path"])
    changes = audit.changes_between(None, audit.state_of(made))
    audit.record(verb="created", obj=made, by=by, at=at, changes=changes)
    return made


@transaction.atomic
def edit_portfolio(
    *, portfolio: Portfolio, values: Mapping[str, Any], version: int | None, by: User | None, at: datetime
) -> Portfolio:
    """Write code, name, description, owner, thresholds or parent; a new parent moves the whole branch.

    :raises NotAllowed: without EDIT_PORTFOLIO on it, and on the new parent.
    :raises EditConflict: when ``version`` is not the stored one.
    :raises CodeTaken: when the new code is in use.
    :raises PortfolioCycle: when the new parent is the portfolio itself or stands below it.
    """
    _lock_tree()
    stored = Portfolio.objects.get(pk=portfolio.pk)
    if not can(by, Permission.EDIT_PORTFOLIO, stored):
        raise NotAllowed(_("You may not edit this portfolio."))
    refuse_stale(stored=stored, version=version, values=values)
    _check_code(values.get("code", stored.code), but=stored.pk)
    old_path, moved_rules = stored.path, stored.thresholds_id
    if "parent" in values and values["parent"] != stored.parent:
        _move(stored, values["parent"], by)
    save_values(stored=stored, values=values, by=by, at=at)
    if stored.path != old_path or stored.thresholds_id != moved_rules:
        # Thresholds come from the nearest ancestor, so the health of the whole branch may change.
        mark_dirty(project_ids=Project.objects.within(stored.path).values_list("pk", flat=True), at=at)
    return stored


def _move(stored: Portfolio, parent: Portfolio | None, by: User | None) -> None:
    """Rewrite the paths of the branch; ``stored`` itself is saved by the caller."""
    _require_on(parent, by)
    above = Portfolio.objects.get(pk=parent.pk).path if parent else "/"
    if above.startswith(stored.path):
        raise PortfolioCycle(_("A portfolio cannot stand under itself."), field="parent")
    old, new = stored.path, f"{above}{stored.pk}/"
    below = Portfolio.objects.within(old).exclude(pk=stored.pk)
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    stored.path = new


def _lock_tree() -> None:
    """Every portfolio, in the order of their ids, as an import does. There are few, and a path rests on all above it:
    two moves at once could make a circle, and a portfolio created meanwhile would keep a path that is no more."""
    list(Portfolio.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _require_on(parent: Portfolio | None, by: User | None) -> None:
    allowed = can(by, Permission.EDIT_PORTFOLIO, parent) if parent else can_everywhere(by, Permission.EDIT_PORTFOLIO)
    if not allowed:
        raise NotAllowed(_("You may not put a portfolio there."), field="parent")


def _check_code(code: str, but: int = 0) -> None:
    require_addressable(code)
    if Portfolio.objects.filter(code=code).exclude(pk=but).exists():
        raise CodeTaken(_("Another portfolio has the code %(code)s.") % {"code": code}, field="code")
