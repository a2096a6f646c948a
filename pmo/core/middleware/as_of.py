"""The date a page looks at."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pmo.core.dates import is_reckoned
from pmo.core.middleware import Handler


class AsOfMiddleware:
    """``request.today`` and ``request.as_of`` (``?as_of=YYYY-MM-DD``, else today). Anything else is ignored."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.today = timezone.localdate()  # type: ignore[attr-defined]
        request.as_of = _date_or(request.GET.get("as_of", ""), request.today)  # type: ignore[attr-defined]
        return self.get_response(request)


def _date_or(text: str, default: date) -> date:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return default
    return asked if is_reckoned(asked) else default
