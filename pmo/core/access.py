"""Who may do what to which object: the only place that answers.

A grant gives a role on a scope and is inherited downward. A confidential project is reached only by a grant on
itself, or by an inherited grant whose role carries ``VIEW_CONFIDENTIAL``. Conditions are ``Exists`` subqueries, never
joins, so that a person holding two grants does not see a row twice. ``user=None`` is the system and reaches everything.
"""

from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, Q

from pmo.core.models import Grant, User
from pmo.core.models.grant import GrantQuerySet, Scope
from pmo.core.roles import PERMISSIONS, Permission, Role, roles_with

__all__ = [
    "Permission",
    "Role",
    "can",
    "can_anywhere",
    "can_everywhere",
    "held_anywhere",
    "portfolio_reach",
    "programme_reach",
    "project_reach",
]

NOTHING = Q(pk__in=[])
EVERYTHING = Q()


def can(user: User | None, permission: Permission, obj: Model) -> bool:
    """Whether ``obj`` is in what the person may do this to. It is one query on the object's own visible set."""
    return type(obj)._default_manager.visible_to(user, permission).filter(pk=obj.pk).exists()  # type: ignore[attr-defined]


def can_anywhere(user: User | None, permission: Permission) -> bool:
    """Whether the person holds the permission on some scope; decides menus, never objects."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return unlimited
    return Grant.objects.held_by(user).giving(permission).exists()


def held_anywhere(user: User | None) -> frozenset[Permission]:
    """Every permission the person holds on some scope, in one query; what menus are drawn from."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return frozenset(Permission) if unlimited else frozenset()
    roles = Grant.objects.held_by(user).order_by().values_list("role", flat=True).distinct()
    return frozenset().union(*(PERMISSIONS[Role(role)] for role in roles))


def can_everywhere(user: User | None, permission: Permission) -> bool:
    """Whether the person holds the permission on the whole organisation."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return unlimited
    return Grant.objects.held_by(user).giving(permission).filter(scope=Scope.ORGANISATION).exists()


def project_reach(user: User | None, permission: Permission) -> Q:
    """Condition on Project: the ones the permission reaches."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return EVERYTHING if unlimited else NOTHING
    grants = Grant.objects.held_by(user).giving(permission)
    confidential_too = grants.filter(role__in=roles_with(Permission.VIEW_CONFIDENTIAL))
    itself = Q(Exists(grants.filter(project=OuterRef("pk"))))
    return (
        itself
        | (Q(confidential=False) & _inherited(grants, "programme", "portfolio__path"))
        | _inherited(confidential_too, "programme", "portfolio__path")
    )


def programme_reach(user: User | None, permission: Permission) -> Q:
    """Condition on Programme: granted on it, above it, or on the organisation."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return EVERYTHING if unlimited else NOTHING
    return _inherited(Grant.objects.held_by(user).giving(permission), "pk", "portfolio__path")


def portfolio_reach(user: User | None, permission: Permission) -> Q:
    """Condition on Portfolio: granted on it, on a portfolio above it, or on the organisation."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return EVERYTHING if unlimited else NOTHING
    grants = Grant.objects.held_by(user).giving(permission)
    return _on_organisation(grants) | _on_portfolio_above(grants, "path")


def _unlimited(user: User | None) -> bool | None:
    """True for the system and superusers, False for nobody or a person who left, None when grants decide."""
    if user is None:
        return True
    if not user.is_active or not user.is_authenticated:
        return False
    return True if user.is_superuser else None


def _inherited(grants: GrantQuerySet, programme: str, path: str) -> Q:
    return (
        _on_organisation(grants)
        | Q(Exists(grants.filter(programme=OuterRef(programme))))
        | _on_portfolio_above(grants, path)
    )


def _on_organisation(grants: GrantQuerySet) -> Q:
    return Q(Exists(grants.filter(scope=Scope.ORGANISATION)))


def _on_portfolio_above(grants: GrantQuerySet, path: str) -> Q:
    """The path of a portfolio starts with the paths of those above it (``/1/4/``)."""
    here = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return Q(
        Exists(grants.filter(scope=Scope.PORTFOLIO).alias(here=here).filter(here__startswith=F("portfolio__path")))
    )
