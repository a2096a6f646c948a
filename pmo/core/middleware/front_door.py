"""What is settled before anything else looks at a request: probes by any host name, which request id is believed."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

PROBES = ("/health/live", "/health/ready", "/metrics")
# What proxies send: a UUID, or an id of their own. Anything longer or stranger could forge or flood the log.
SANE_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{7,63}", re.ASCII)


class FrontDoorMiddleware:
    """Probes come from the machine itself, by address and without cookies; they are answered under our own name.

    An ``X-Request-ID`` is kept where it is a sane id and dropped otherwise; django-guid then makes a new one.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in PROBES:
            request.META["HTTP_HOST"] = _own_name()
            request.META.pop("HTTP_COOKIE", None)
        if not SANE_ID.fullmatch(request.META.get("HTTP_X_REQUEST_ID", "")):
            request.META.pop("HTTP_X_REQUEST_ID", None)
        return self.get_response(request)


def _own_name() -> str:
    """A host that is served: the first one named, or any where every host is."""
    first = next(iter(settings.ALLOWED_HOSTS), "localhost")
    return "localhost" if first == "*" else str(first).removeprefix(".")
