"""Refusals that no view made: below /api/ in the shape of the API, elsewhere as pages. Neither needs the database."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_guid import get_guid

from pmo.core.api.problems import problem
from pmo.core.views import errors as pages

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 400, "bad_request", lambda: pages.bad_request(request, exception))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403, "not_allowed", lambda: pages.forbidden(request, exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, 403, "csrf", lambda: pages.csrf_failure(request, reason))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 404, "not_found", lambda: pages.not_found(request, exception))


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return _answer(request, 429, "too_many_requests", lambda: pages.too_many_requests(request))


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, 500, "server_error", lambda: pages.server_error(request))


def _answer(request: HttpRequest, status: int, code: str, page: Callable[[], HttpResponse]) -> HttpResponse:
    if not request.path_info.startswith(API):
        return page()
    return problem(status, code, request_id=get_guid())
