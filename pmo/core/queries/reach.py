"""Why somebody does not reach an object, what a bulk grant would change, and everything a person may do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q

from pmo.core.access import Permission, can, can_everywhere
from pmo.core.models import Grant, User
from pmo.core.models.grant import Scope
from pmo.core.queries.grants import explain_reach, permissions_on
from pmo.core.queries.scopes import grantable, scope_model, scope_of
from pmo.core.roles import Role, roles_with


class Obstacle(StrEnum):
    """What keeps a person from an object."""

    CLOSED = "closed account"
    CONFIDENTIAL = "confidential"
    NO_GRANT = "no grant"


@dataclass(frozen=True)
class WhyNot:
    """``roles`` are those that would open it from above; on the object itself any role does."""

    obstacle: Obstacle
    roles: tuple[Role, ...]
    above: tuple[models.Model, ...]


@dataclass(frozen=True)
class Intended:
    """One grant of a bulk: who would receive it, on what (None = the organisation), and whether they have it."""

    holder: User | Group
    target: models.Model | None
    exists: bool


@dataclass(frozen=True)
class Rights:
    """What a person may do on one object."""

    scope: Scope
    code: str
    name: str
    permissions: frozenset[Permission]


def why_not(person: User, obj: models.Model | None) -> WhyNot | None:
    """What would have to change for the person to see the object; None when they see it."""
    sees = can(person, Permission.VIEW, obj) if obj is not None else Permission.VIEW in permissions_on(person, None)
    if sees:
        return None
    above = tuple(_places_above(obj))
    if not person.is_active:
        return WhyNot(Obstacle.CLOSED, (), above)
    if any(reach.stopped for reach in explain_reach(person, obj)) or getattr(obj, "confidential", False):
        return WhyNot(Obstacle.CONFIDENTIAL, tuple(map(Role, roles_with(Permission.VIEW_CONFIDENTIAL))), above)
    return WhyNot(Obstacle.NO_GRANT, tuple(map(Role, roles_with(Permission.VIEW))), above)


def intended_grants(
    *, role: Role, targets: Sequence[models.Model | None], users: Iterable[User], groups: Iterable[Group]
) -> list[Intended]:
    """What giving the role would do, in the order it would be done; one statement."""
    holders: list[User | Group] = [*users, *groups]
    held = Grant.objects.filter(role=role).filter(
        Q(user__in=[each for each in holders if isinstance(each, User)])
        | Q(group__in=[each for each in holders if isinstance(each, Group)])
    )
    columns = ("user_id", "group_id", "scope", "portfolio_id", "programme_id", "project_id")
    there = set(held.values_list(*columns))
    return [Intended(holder, target, _columns_of(holder, target) in there) for target in targets for holder in holders]


def effective_rights(reader: User, person: User) -> list[Rights]:
    """Everything the person may do on each object where the reader manages grants; a fixed number of statements."""
    found = []
    if can_everywhere(reader, Permission.MANAGE_GRANTS):
        found.append(Rights(Scope.ORGANISATION, "", "", permissions_on(person, None)))
    for scope in (Scope.PORTFOLIO, Scope.PROGRAMME, Scope.PROJECT):
        found += _rights_on(scope, reader, person)
    return [rights for rights in found if rights.permissions]


def _rights_on(scope: Scope, reader: User, person: User) -> list[Rights]:
    managed = grantable(scope, reader)
    reached: dict[int, set[Permission]] = {}
    for permission in Permission:
        within = scope_model(scope).objects.visible_to(person, permission).filter(pk__in=managed.values("pk"))
        for pk in within.values_list("pk", flat=True):
            reached.setdefault(pk, set()).add(permission)
    named = managed.order_by("code").values_list("pk", "code", "name")
    return [Rights(scope, code, name, frozenset(reached.get(pk, ()))) for pk, code, name in named]


def _columns_of(holder: User | Group, target: models.Model | None) -> tuple[Any, ...]:
    scope = scope_of(target)
    person = isinstance(holder, User)
    ids = [target.pk if target is not None and scope is each else None for each in list(Scope)[1:]]
    return (holder.pk if person else None, None if person else holder.pk, scope.value, *ids)


def _places_above(obj: Any) -> list[models.Model]:
    """Programme, then portfolios upward."""
    if obj is None:
        return []
    scope = scope_of(obj)
    places = [obj.programme] if scope is Scope.PROJECT and obj.programme_id else []
    portfolio = obj if scope is Scope.PORTFOLIO else obj.portfolio
    ids = [int(pk) for pk in portfolio.path.strip("/").split("/")]
    upward = scope_model(Scope.PORTFOLIO).objects.filter(pk__in=ids).order_by("-path")
    return places + [each for each in upward if each != obj]
