"""Headers on every answer, whoever gives it."""

from django.http import HttpRequest, HttpResponse

from pmo.core.middleware import Handler


class SafeHeadersMiddleware:
    """What Django's own middleware sets, for the one answer it cannot: its refusal of an unknown host."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response
