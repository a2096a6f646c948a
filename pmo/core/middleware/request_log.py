"""One line and one measurement for every request that reaches Django, static files included."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from pmo.core.middleware.front_door import PROBES
from pmo.core.telemetry.metrics import measure

Handler = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("pmo.request")


class RequestLogMiddleware:
    """Logs method, path, route, status, duration and the person's number: no parameters, no names, no bodies.

    Probes are measured and, unless they fail, not logged: they say nothing new every few seconds.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - start
        route = route_of(request)
        measure(route=route, method=request.method or "", status=response.status_code, seconds=seconds)
        if request.path_info not in PROBES or response.status_code >= 500:
            log.info(
                "%s %s %d",
                request.method,
                request.path,
                response.status_code,
                extra={
                    "method": request.method,
                    "path": request.path,
                    "route": route,
                    "status": response.status_code,
                    "duration_ms": round(seconds * 1000, 1),
                    "user_id": _user_id(request),
                },
            )
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the route; of a bounded set, whatever address was asked for."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or match.route
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


def _user_id(request: HttpRequest) -> int | None:
    """Who it was, if the request found out; nobody asks the database for the sake of the log.

    While an administrator looks as somebody else it is still the administrator who asks.
    """
    user = request.__dict__.get("real_user", request.__dict__.get("user"))
    if type(user) is SimpleLazyObject:
        user = request.__dict__.get("_cached_user")
    return getattr(user, "pk", None)
