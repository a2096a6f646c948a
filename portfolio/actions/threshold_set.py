"""Creating and editing threshold sets."""

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.editing import refuse_stale, save_values, taken_once
from pmo.core.errors import NotAllowed
from pmo.core.models import User
from portfolio.errors import NameTaken, ThresholdsOutOfOrder
from portfolio.models import Portfolio, ThresholdSet
from projects.actions.dirty import mark_dirty
from projects.models import Project

RISES = ("cost_overrun", "finish_days", "risk_score", "exposure", "scope")  # red is reached above amber
FALLS = ("cpi", "spi")  # red is reached below amber


@transaction.atomic
def create_threshold_set(*, values: Mapping[str, Any], by: User | None, at: datetime) -> ThresholdSet:
    """Create a set; fields left out take the published defaults.

    :raises NotAllowed: without MANAGE_THRESHOLDS on the organisation, for sets are shared by all portfolios.
    :raises NameTaken: when another set has the name.
    :raises ThresholdsOutOfOrder: when a red begins before its amber.
    :raises AlreadyTaken: when somebody takes the name at the very same time.
    """
    _require(by)
    made = ThresholdSet(**values)
    _check(made)
    with taken_once(_("Another set has this name."), field="name"):
        made.save(force_insert=True)
    changes = audit.changes_between(None, audit.state_of(made))
    audit.record(verb="created", obj=made, by=by, at=at, changes=changes)
    return made


@transaction.atomic
def edit_threshold_set(
    *, thresholds: ThresholdSet, values: Mapping[str, Any], version: int | None, by: User | None, at: datetime
) -> ThresholdSet:
    """Write the thresholds; the health of every project they judge is computed again.

    :raises NotAllowed: without MANAGE_THRESHOLDS on the organisation.
    :raises EditConflict: when ``version`` is not the stored one.
    :raises NameTaken: when another set has the name.
    :raises ThresholdsOutOfOrder: when a red begins before its amber.
    """
    _require(by)
    stored = ThresholdSet.objects.select_for_update().get(pk=thresholds.pk)
    refuse_stale(stored=stored, version=version, values=values)
    draft = copy.copy(stored)
    for name, value in values.items():
        setattr(draft, name, value)
    _check(draft)
    with taken_once(_("Another set has this name."), field="name"):
        changes = save_values(stored=stored, values=values, by=by, at=at)
    if changes:
        mark_dirty(project_ids=_judged_by(stored), at=at)
    return stored


def _judged_by(thresholds: ThresholdSet) -> set[int]:
    """Projects of the portfolios that use the set and of all below: nearer sets only make this a little too many."""
    ids: set[int] = set()
    for path in Portfolio.objects.filter(thresholds=thresholds).values_list("path", flat=True):
        ids.update(Project.objects.within(path).values_list("pk", flat=True))
    return ids


def _require(by: User | None) -> None:
    if not can_everywhere(by, Permission.MANAGE_THRESHOLDS):
        raise NotAllowed(_("You may not change threshold sets."))


def _check(thresholds: ThresholdSet) -> None:
    if ThresholdSet.objects.filter(name=thresholds.name).exclude(pk=thresholds.pk).exists():
        raise NameTaken(_("Another threshold set has the name %(name)s.") % {"name": thresholds.name}, field="name")
    _refuse_disorder(thresholds)


def _refuse_disorder(thresholds: ThresholdSet) -> None:
    for name, sign in [(name, 1) for name in RISES] + [(name, -1) for name in FALLS]:
        amber, red = getattr(thresholds, f"{name}_amber"), getattr(thresholds, f"{name}_red")
        if sign * red < sign * amber:
            raise ThresholdsOutOfOrder(_("Red must not begin before amber."), field=f"{name}_red")
