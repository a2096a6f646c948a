"""Grants: who holds what, and why somebody reaches an object."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from pmo.core.access import Permission, can_everywhere
from pmo.core.models import Grant, User
from pmo.core.models.grant import GrantQuerySet, Scope
from pmo.core.queries.scopes import grantable, scope_of
from pmo.core.roles import PERMISSIONS, Role, roles_with


@dataclass(frozen=True)
class Reach:
    """One grant on the way to an object. ``stopped``: inherited, but its role does not open confidential projects."""

    grant: Grant
    permissions: frozenset[Permission]
    inherited: bool
    stopped: bool

    @property
    def through_group(self) -> str:
        return self.grant.group.name if self.grant.group else ""


def explain_reach(user: User, obj: models.Model | None) -> list[Reach]:
    """Why ``user`` reaches ``obj`` (None = the organisation): every grant on it or above it, from the top down.

    It tells the same story as :mod:`pmo.core.access`; a superuser needs no grant, so the list may be empty.
    """
    return _explained(Grant.objects.held_by(user).filter(_on_or_above(obj)).distinct(), obj)


def grants_reaching(obj: models.Model | None) -> list[Reach]:
    """Everybody's grants on the object or above it, from the top down, with those that confidentiality stops."""
    return _explained(Grant.objects.filter(_on_or_above(obj)), obj)


def permissions_on(user: User | None, obj: models.Model | None) -> frozenset[Permission]:
    """Everything the person may do to the object (None = the organisation)."""
    if user is None or (user.is_active and user.is_superuser):
        return frozenset(Permission)
    if not user.is_active:
        return frozenset()
    reaches = [reach.permissions for reach in explain_reach(user, obj) if not reach.stopped]
    return frozenset().union(*reaches)


def grants_managed_by(user: User | None) -> "QuerySet[Grant]":
    """Grants on what the person manages, with everything a list shows."""
    grants = Grant.objects.select_related("user", "group", "portfolio", "programme", "project")
    if can_everywhere(user, Permission.MANAGE_GRANTS):
        return grants
    return grants.filter(
        *[_any(Exists(grantable(s, user).filter(pk=OuterRef(s.value))) for s in Scope if s is not Scope.ORGANISATION)]
    )


def grants_held_in_sight(reader: User, person: User) -> "QuerySet[Grant]":
    """The grants of a person, their own and those of their groups, as far as the reader manages them."""
    held = Grant.objects.held_by(person).values("pk")
    return grants_managed_by(reader).filter(pk__in=held).order_by("scope", "pk")


def administering_grants() -> GrantQuerySet:
    """The grants that let their holders administer the installation."""
    return Grant.objects.filter(scope=Scope.ORGANISATION, role__in=roles_with(Permission.ADMINISTER))


def grant_of(*, role: str, target: models.Model | None, user: User | None, group: Group | None) -> Grant:
    """The grant of exactly this role, place and holder.

    :raises Grant.DoesNotExist: where there is none.
    """
    scope = scope_of(target)
    place: dict[str, Any] = {} if scope is Scope.ORGANISATION else {scope.value: target}
    return Grant.objects.get(role=role, scope=scope, user=user, group=group, **place)


def administrators_left(*, without_user: int = 0, without_grant: int = 0) -> bool:
    """Whether somebody could still administer the installation after this person or grant is gone."""
    active = User.objects.filter(is_active=True).exclude(pk=without_user)
    grants = administering_grants().exclude(pk=without_grant)
    holds = Q(Exists(grants.filter(user=OuterRef("pk")))) | Q(Exists(grants.filter(group__user=OuterRef("pk"))))
    return active.filter(Q(is_superuser=True) | holds).exists()


def search_grants(grants: "QuerySet[Grant]", *, q: str = "", role: str = "", scope: str = "") -> "QuerySet[Grant]":
    """Narrow grants by a word of the holder's or the object's name, by role and by scope."""
    if q:
        names = ("user__first_name", "user__last_name", "user__username", "group__name")
        targets = [f"{scope.value}__{name}" for scope in Scope if scope != "organisation" for name in ("code", "name")]
        grants = grants.filter(_any(Q(**{f"{name}__icontains": q}) for name in [*names, *targets]))
    if role:
        grants = grants.filter(role=role)
    grants = grants.filter(scope=scope) if scope else grants
    return grants.order_by("user__last_name", "user__first_name", "group__name", "pk")


def _explained(grants: "QuerySet[Grant]", obj: models.Model | None) -> list[Reach]:
    own_scope = scope_of(obj)
    closed = bool(getattr(obj, "confidential", False))
    order = list(Scope)
    rows = grants.select_related("user", "group", "portfolio", "programme", "project")
    found = [_reach(grant, own_scope, obj, closed) for grant in rows]
    return sorted(found, key=lambda reach: (order.index(Scope(reach.grant.scope)), reach.grant.pk))


def _reach(grant: Grant, own_scope: Scope, obj: models.Model | None, closed: bool) -> Reach:
    permissions = PERMISSIONS[Role(grant.role)]
    itself = grant.scope == own_scope and (obj is None or getattr(grant, f"{own_scope.value}_id") == obj.pk)
    stopped = closed and not itself and Permission.VIEW_CONFIDENTIAL not in permissions
    return Reach(grant=grant, permissions=permissions, inherited=not itself, stopped=stopped)


def _on_or_above(obj: Any) -> Q:
    above = Q(scope=Scope.ORGANISATION)
    scope = scope_of(obj)
    if scope is Scope.ORGANISATION:
        return above
    portfolio = obj if scope is Scope.PORTFOLIO else obj.portfolio
    above |= Q(portfolio__in=[int(pk) for pk in portfolio.path.strip("/").split("/")])
    if scope is Scope.PROGRAMME:
        above |= Q(programme=obj.pk)
    if scope is Scope.PROJECT:
        above |= Q(project=obj.pk)
        if obj.programme_id:
            above |= Q(programme=obj.programme_id)
    return above


def _any(conditions: Any) -> Q:
    either = Q(pk__in=[])
    for condition in conditions:
        either |= Q(condition)
    return either
