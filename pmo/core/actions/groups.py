"""Groups of people who hold roles together: adding somebody to a group gives them everything it is granted.

A group has no version. Members are added and removed by name, which commutes: two people who do so at once both get
what they asked for. A rename says which name it replaces, so that nobody renames what somebody else just renamed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.editing import taken_once
from pmo.core.actions.grants import LastAdministrator, lock_administrators, require_grantable
from pmo.core.errors import DomainError, EditConflict, NotAllowed
from pmo.core.models import Grant, User
from pmo.core.queries.grants import administering_grants, administrators_left
from pmo.core.roles import Role


class GroupHoldsGrants(DomainError):
    """Deleting the group would silently take roles from its members."""


@transaction.atomic
def create_group(*, name: str, by: User | None, at: datetime) -> Group:
    """Make a group without members or roles.

    :raises NotAllowed: without MANAGE_GRANTS on the organisation.
    :raises AlreadyTaken: when there is one of this name.
    """
    _require(by)
    group = Group(name=name)
    _save(group)
    audit.record(verb="created", obj=group, by=by, at=at, changes=audit.changes_between(None, audit.state_of(group)))
    return group


@transaction.atomic
def rename_group(*, group: Group, name: str, opened_name: str, by: User | None, at: datetime) -> Group:
    """Give the group another name in the place of ``opened_name``, the one the person saw.

    :raises NotAllowed: without MANAGE_GRANTS on the organisation.
    :raises EditConflict: when somebody renamed it meanwhile.
    :raises AlreadyTaken: when another group has the new name.
    """
    _require(by)
    stored = Group.objects.select_for_update().get(pk=group.pk)
    if stored.name != opened_name:
        raise EditConflict(_("Somebody saved this after you opened it."), theirs={"name": stored.name})
    before = audit.state_of(stored)
    stored.name = name
    if changes := audit.changes_between(before, audit.state_of(stored)):
        _save(stored)
        audit.record(verb="edited", obj=stored, by=by, at=at, changes=changes)
    return stored


@transaction.atomic
def add_members(*, group: Group, users: Iterable[User], by: User | None, at: datetime) -> int:
    """Put people into the group; how many were not in it yet.

    :raises NotAllowed: without MANAGE_GRANTS on the organisation, or when the group is granted what one cannot give.
    """
    stored = _lock(group, by)
    missing = User.objects.filter(pk__in=[user.pk for user in users]).exclude(groups=stored)
    added = list(missing.order_by("pk"))
    before = _members(stored)
    stored.user_set.add(*added)
    _record_members(stored, before, by, at)
    return len(added)


@transaction.atomic
def remove_members(*, group: Group, users: Iterable[User], by: User | None, at: datetime) -> int:
    """Take people out of the group; how many were in it.

    :raises NotAllowed: without MANAGE_GRANTS on the organisation, or when the group is granted what one cannot give.
    :raises LastAdministrator: when nobody could administer the installation afterwards.
    """
    lock_administrators()
    stored = _lock(group, by)
    removed = list(stored.user_set.filter(pk__in=[user.pk for user in users]).order_by("pk"))
    before = _members(stored)
    stored.user_set.remove(*removed)
    if removed and administering_grants().filter(group=stored).exists() and not administrators_left():
        raise LastAdministrator(_("This is the last person who can administer Vigie."))
    _record_members(stored, before, by, at)
    return len(removed)


@transaction.atomic
def delete_group(*, group: Group, by: User | None, at: datetime) -> None:
    """Forget a group that holds no role.

    :raises NotAllowed: without MANAGE_GRANTS on the organisation.
    :raises GroupHoldsGrants: when it holds one.
    """
    stored = _lock(group, by)
    if Grant.objects.filter(group=stored).exists():
        raise GroupHoldsGrants(_("Take the group’s roles back first."))
    changes = audit.changes_between({**audit.state_of(stored), "members": _members(stored)}, None)
    audit.record(verb="deleted", obj=stored, by=by, at=at, changes=changes)
    stored.delete()


def _require(by: User | None) -> None:
    if not can_everywhere(by, Permission.MANAGE_GRANTS):
        raise NotAllowed(_("You may not manage groups."))


def _lock(group: Group, by: User | None) -> Group:
    """The group, held, once the person could give each of its members what it is granted."""
    _require(by)
    stored = Group.objects.select_for_update().get(pk=group.pk)
    for grant in Grant.objects.filter(group=stored).select_related("portfolio", "programme", "project"):
        target: Any = grant.target
        require_grantable(role=Role(grant.role), target=target, by=by)
    return stored


def _members(group: Group) -> list[str]:
    return list(group.user_set.order_by("username").values_list("username", flat=True))


def _record_members(group: Group, before: list[str], by: User | None, at: datetime) -> None:
    after = _members(group)
    if before != after:
        audit.record(verb="edited", obj=group, by=by, at=at, changes={"members": [before, after]})


def _save(group: Group) -> None:
    with taken_once(_("There is a group of this name already."), field="name"):
        group.save()
