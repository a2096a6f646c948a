"""An administrator looks at the pages as somebody else.

``request.user`` is then the person seen, so that every right, menu, language and figure is theirs, and
``request.real_user`` the administrator. Nothing can be written: unsafe methods are refused before a view, and the
database connection refuses to write whatever a view tries. Pages of the person's own account stay closed.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.core.actions.see_as import stop_seeing_as
from pmo.core.api.problems import problem
from pmo.core.models import User
from pmo.core.queries.see_as import person_to_see

Handler = Callable[[HttpRequest], HttpResponse]

#: Where the session keeps the public id of the person seen; it ends with the session.
SEEN = "see_as"
#: Routes that end it before they do what they do.
LEAVING = frozenset({"core:see-as-stop", "core:logout", "account_logout"})
#: Apps whose pages are shown. The rest, such as sign-in, second factors and devices, belongs to the person alone.
SHOWN = frozenset({"core", "portfolio", "projects", "reporting", "api"})
#: Names in those apps that are about the person's own account, by how they begin.
OWN_ACCOUNT = ("account", "login", "security", "session", "token")
READING = "SELECT|WITH|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|DECLARE|FETCH|CLOSE|SET|PRAGMA"
READS = re.compile(rf"\s*\(?\s*({READING})\b", re.IGNORECASE)


class SeenOnly(Exception):
    """A page tried to write while it was looked at as somebody else."""


class SeeAsMiddleware:
    """Puts the person seen in the place of the administrator, and lets nothing but looking through."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked: Any = request
        asked.real_user, asked.seeing_as, asked.seen_before = request.user, None, None
        uuid = request.session.get(SEEN)
        if not uuid or not request.user.is_authenticated:
            return self.get_response(request)
        person = person_to_see(asked.real_user, uuid)
        if person is None:
            _leave(request)
            return self.get_response(request)
        asked.user = asked.seeing_as = person
        with connection.execute_wrapper(_ReadOnly(request)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.seeing_as is None:  # type: ignore[attr-defined]
            return None
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route in LEAVING and request.method == "POST":
            _leave(request)
            return None
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return _refuse(request, _("You are only looking: nothing can be changed."))
        if not _is_shown(route):
            return _refuse(request, _("Pages of somebody’s own account are theirs alone."))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SeenOnly):
            return _refuse(request, _("You are only looking: nothing can be changed."))
        return None


class _ReadOnly:
    """Refuses every statement that is not a read, as long as the request is looked at as somebody else."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.request.seeing_as is not None and not READS.match(sql):
            raise SeenOnly(sql.split(None, 1)[0])
        return execute(sql, params, many, context)


def _is_shown(route: str) -> bool:
    app, _colon, name = route.rpartition(":")
    own = any(name.removeprefix("api-").startswith(word) for word in OWN_ACCOUNT)
    return app.split(":")[0] in SHOWN and not own


def _leave(request: Any) -> None:
    """Give the administrator their own pages back, and write that down."""
    uuid = request.session.pop(SEEN)
    request.user, request.seeing_as = request.real_user, None
    request.seen_before = User.objects.filter(uuid=uuid).first()
    if request.seen_before is not None:
        stop_seeing_as(person=request.seen_before, by=request.real_user, at=timezone.now())


def _refuse(request: Any, reason: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(403, "only_looking", reason)
    return render(request, "errors/see_as.html", {"reason": reason}, status=403)
