"""Doors of the administration pages: who lacks the permission gets the 403 page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from pmo.core.access import Permission, can_anywhere, can_everywhere

View = Callable[..., HttpResponse]


def anywhere(permission: Permission) -> Callable[[View], View]:
    """For people who hold the permission on some scope; the page then shows only that scope."""
    return _door(can_anywhere, permission)


def everywhere(permission: Permission) -> Callable[[View], View]:
    """For people who hold the permission on the whole organisation."""
    return _door(can_everywhere, permission)


def _door(holds: Callable[[Any, Permission], bool], permission: Permission) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not holds(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
