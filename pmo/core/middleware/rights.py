"""The rights of the person."""

from django.http import HttpRequest, HttpResponse

from pmo.core.access import remembering_holdings
from pmo.core.middleware import Handler


class RightsMiddleware:
    """The rights of a person are read once a request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembering_holdings():
            return self.get_response(request)
