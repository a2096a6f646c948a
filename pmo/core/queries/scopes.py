"""The objects a grant can be on. The floor knows them only through the relations of Grant."""

from typing import Any

from django.db import models

from pmo.core.access import Permission
from pmo.core.models import Grant, User
from pmo.core.models.grant import Scope


def scope_model(scope: Scope) -> Any:
    """The class behind a scope: Portfolio, Programme or Project.

    :raises KeyError: for the organisation, which is no row one grants on.
    """
    if scope is Scope.ORGANISATION:
        raise KeyError(scope)
    return Grant._meta.get_field(scope.value).related_model


def scope_of(target: models.Model | None) -> Scope:
    return Scope.ORGANISATION if target is None else Scope(target._meta.model_name or "")


def grantable(scope: Scope, user: User | None) -> Any:
    """The objects of this kind on which the person manages grants."""
    return scope_model(scope).objects.visible_to(user, Permission.MANAGE_GRANTS)
