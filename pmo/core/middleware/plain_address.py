"""Addresses that no page has."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from pmo.core.middleware import Handler


class PlainAddressMiddleware:
    """An address with a NUL is a probe, not a page: PostgreSQL cannot even be asked about it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)
