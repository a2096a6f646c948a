"""Who may do what to which object: the only place that answers.

A grant gives a role on a scope and is inherited downward. A confidential project is reached only by a grant on
itself, or by an inherited grant whose role carries ``VIEW_CONFIDENTIAL``. The grants of a person are read first, in
one statement, and become plain conditions: never joins that repeat a row, nor subqueries asked again for every row.
``user=None`` is the system and reaches everything.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import Model, Q

from pmo.core.models import Grant, User
from pmo.core.models.grant import Scope
from pmo.core.roles import PERMISSIONS, Permission, Role, roles_with

__all__ = [
    "Permission",
    "Role",
    "can",
    "can_anywhere",
    "can_everywhere",
    "forget_holdings",
    "held_anywhere",
    "portfolio_reach",
    "programme_reach",
    "project_reach",
    "remembering_holdings",
]

NOTHING = Q(pk__in=[])
EVERYTHING = Q()


@dataclass(frozen=True)
class Holding:
    """A grant of the person or of one of their groups; ``path`` is that of the portfolio granted on."""

    role: str
    scope: str
    path: str | None
    programme: int | None
    project: int | None


_remembered: ContextVar[dict[int, tuple[Holding, ...]] | None] = ContextVar("holdings", default=None)


@contextmanager
def remembering_holdings() -> "Iterator[dict[int, tuple[Holding, ...]]]":
    """Inside, the grants of a person are read once: for the length of a request, never longer."""
    remembered: dict[int, tuple[Holding, ...]] = {}
    token = _remembered.set(remembered)
    try:
        yield remembered
    finally:
        _remembered.reset(token)


def forget_holdings() -> None:
    """After a write, which may have been one of rights."""
    remembered = _remembered.get()
    if remembered:
        remembered.clear()


def can(user: User | None, permission: Permission, obj: Model) -> bool:
    """Whether ``obj`` is in what the person may do this to. It is one query on the object's own visible set."""
    return type(obj)._default_manager.visible_to(user, permission).filter(pk=obj.pk).exists()  # type: ignore[attr-defined]


def can_anywhere(user: User | None, permission: Permission) -> bool:
    """Whether the person holds the permission on some scope; decides menus, never objects."""
    unlimited = _unlimited(user)
    return bool(_giving(user, permission)) if unlimited is None else unlimited


def held_anywhere(user: User | None) -> frozenset[Permission]:
    """Every permission the person holds on some scope; what menus are drawn from."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return frozenset(Permission) if unlimited else frozenset()
    return frozenset().union(*(PERMISSIONS[Role(holding.role)] for holding in _holdings(user)))


def can_everywhere(user: User | None, permission: Permission) -> bool:
    """Whether the person holds the permission on the whole organisation."""
    unlimited = _unlimited(user)
    return _on_organisation(_giving(user, permission)) if unlimited is None else unlimited


def project_reach(user: User | None, permission: Permission, project: str = "") -> Q:
    """Condition on Project, or on what hangs from it by the relation ``project``: what the permission reaches."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return EVERYTHING if unlimited else NOTHING
    held = _giving(user, permission)
    trusted = [each for each in held if Permission.VIEW_CONFIDENTIAL in PERMISSIONS[Role(each.role)]]
    if _on_organisation(trusted):
        return EVERYTHING
    at = f"{project}__" if project else ""
    places = (f"{at}programme", f"{at}portfolio__path")
    itself = {each.project for each in held if each.project is not None}
    return (
        Q(**{f"{project or 'pk'}__in": sorted(itself)})
        | (_inherited(held, *places) & Q(**{f"{at}confidential": False}))
        | _inherited(trusted, *places)
    )


def programme_reach(user: User | None, permission: Permission) -> Q:
    """Condition on Programme: granted on it, above it, or on the organisation."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return EVERYTHING if unlimited else NOTHING
    return _inherited(_giving(user, permission), "pk", "portfolio__path")


def portfolio_reach(user: User | None, permission: Permission) -> Q:
    """Condition on Portfolio: granted on it, on a portfolio above it, or on the organisation."""
    unlimited = _unlimited(user)
    if unlimited is not None:
        return EVERYTHING if unlimited else NOTHING
    held = _giving(user, permission)
    return EVERYTHING if _on_organisation(held) else _below(held, "path")


def _unlimited(user: User | None) -> bool | None:
    """True for the system and superusers, False for nobody or a person who left, None when grants decide."""
    if user is None:
        return True
    if not user.is_active or not user.is_authenticated:
        return False
    return True if user.is_superuser else None


def _holdings(user: User | None) -> tuple[Holding, ...]:
    """Every grant of a person."""
    assert user is not None
    remembered = _remembered.get()
    if remembered is not None and user.pk in remembered:
        return remembered[user.pk]
    grants = Grant.objects.held_by(user).order_by().distinct()
    found = tuple(
        Holding(*row) for row in grants.values_list("role", "scope", "portfolio__path", "programme", "project")
    )
    if remembered is not None:
        remembered[user.pk] = found
    return found


def _giving(user: User | None, permission: Permission) -> list[Holding]:
    roles = roles_with(permission)
    return [holding for holding in _holdings(user) if holding.role in roles]


def _inherited(held: Iterable[Holding], programme: str, path: str) -> Q:
    """On the organisation, on the programme, or on a portfolio above."""
    held = list(held)
    if _on_organisation(held):
        return EVERYTHING
    programmes = {each.programme for each in held if each.programme is not None}
    return Q(**{f"{programme}__in": sorted(programmes)}) | _below(held, path)


def _on_organisation(held: Iterable[Holding]) -> bool:
    return any(each.scope == Scope.ORGANISATION for each in held)


def _below(held: Iterable[Holding], path: str) -> Q:
    """The path of a portfolio starts with the paths of those above it (``/1/4/``)."""
    reached = NOTHING
    for above in sorted({each.path for each in held if each.path is not None}):
        reached = reached | Q(**{f"{path}__startswith": above})
    return reached
