"""Giving and taking back roles. Nobody hands out more than they hold, nor where they do not manage."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission
from pmo.core.errors import DomainError, NotAllowed
from pmo.core.models import Grant, User
from pmo.core.models.grant import Scope
from pmo.core.queries.grants import administering_grants, administrators_left, permissions_on
from pmo.core.queries.reach import intended_grants
from pmo.core.queries.scopes import scope_of
from pmo.core.roles import PERMISSIONS, Role

Row = TypeVar("Row", User, Group)


class LastAdministrator(DomainError):
    """Nobody could administer the installation any more."""


@transaction.atomic
def give_grants(
    *,
    role: Role,
    target: models.Model | None,
    by: User | None,
    at: datetime,
    users: Iterable[User] = (),
    groups: Iterable[Group] = (),
) -> list[Grant]:
    """Give a role on ``target`` (None = the organisation) to people and groups; who has it already is left alone.

    :raises NotAllowed: without MANAGE_GRANTS on the target, or when the role can do what the giver cannot.
    """
    require_grantable(role=role, target=target, by=by)
    # Holders are held, so that two who give the same at once give it once.
    people = list(_held(User.objects.all(), users))
    teams = list(_held(Group.objects.all(), groups))
    wanted = intended_grants(role=role, targets=[target], users=people, groups=teams)
    where = _where(target)
    given = Grant.objects.bulk_create(
        Grant(role=role, **_holder(each.holder), **where) for each in wanted if not each.exists
    )
    audit.record_all(
        audit.entry(verb="granted", obj=grant, by=by, at=at, changes=audit.changes_between(None, audit.state_of(grant)))
        for grant in given
    )
    return given


@transaction.atomic
def give_everywhere(
    *,
    role: Role,
    targets: Collection[models.Model | None],
    by: User | None,
    at: datetime,
    users: Collection[User] = (),
    groups: Collection[Group] = (),
) -> list[Grant]:
    """Give a role on several scopes at once, on all of them or on none.

    :raises NotAllowed: as :func:`give_grants`, for any of them.
    """
    given = [give_grants(role=role, target=target, users=users, groups=groups, by=by, at=at) for target in targets]
    return [grant for grants in given for grant in grants]


@transaction.atomic
def revoke_grants(*, grants: Iterable[Grant], by: User | None, at: datetime) -> int:
    """Take several roles back, all or none; how many.

    :raises NotAllowed: as :func:`revoke_grant`, for any of them.
    :raises LastAdministrator: when nobody could administer the installation afterwards.
    """
    chosen = sorted(grants, key=lambda grant: grant.pk)
    for grant in chosen:
        revoke_grant(grant=grant, by=by, at=at)
    return len(chosen)


@transaction.atomic
def revoke_grant(*, grant: Grant, by: User | None, at: datetime) -> None:
    """Take a role back.

    :raises NotAllowed: without MANAGE_GRANTS on its target, or when the role can do what this person cannot.
    :raises LastAdministrator: when nobody could administer the installation afterwards.
    """
    lock_administrators()
    stored = Grant.objects.select_for_update().get(pk=grant.pk)
    target: Any = stored.target
    require_grantable(role=Role(stored.role), target=target, by=by)
    administers = Permission.ADMINISTER in PERMISSIONS[Role(stored.role)] and target is None
    if administers and by is not None and not administrators_left(without_grant=stored.pk):
        raise LastAdministrator(_("This is the last grant that lets somebody administer Vigie."))
    changes = audit.changes_between(audit.state_of(stored), None)
    audit.record(verb="revoked", obj=stored, by=by, at=at, changes=changes)
    stored.delete()


def require_grantable(*, role: Role, target: models.Model | None, by: User | None) -> None:
    """:raises NotAllowed: without MANAGE_GRANTS on the target, or when the role can do what the giver cannot."""
    held = permissions_on(by, target)
    if Permission.MANAGE_GRANTS not in held:
        raise NotAllowed(_("You may not manage grants there."), field="scope")
    if not PERMISSIONS[role] <= held:
        raise NotAllowed(_("You may only give a role whose permissions you hold yourself."), field="role")


def lock_administrators() -> None:
    """Take turns with whoever else takes rights away: two who do so at once would each count on the other's."""
    list(administering_grants().select_for_update().order_by("pk").values_list("pk", flat=True))


def _held(rows: "models.QuerySet[Row]", chosen: Iterable[Row]) -> "models.QuerySet[Row]":
    return rows.select_for_update().filter(pk__in=[each.pk for each in chosen]).order_by("pk")


def _holder(holder: User | Group) -> dict[str, Any]:
    return {"user": holder} if isinstance(holder, User) else {"group": holder}


def _where(target: models.Model | None) -> dict[str, Any]:
    scope = scope_of(target)
    return {"scope": scope} if scope is Scope.ORGANISATION else {"scope": scope, scope.value: target}
