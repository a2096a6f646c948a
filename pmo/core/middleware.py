"""What every request carries: the person's language and rights, and the date they look at."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from pmo.core.access import remembering_holdings
from pmo.core.dates import is_reckoned

Handler = Callable[[HttpRequest], HttpResponse]


class PreferencesMiddleware:
    """Pages speak the language the person chose; visitors get their browser's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class RightsMiddleware:
    """The rights of a person are read once a request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembering_holdings():
            return self.get_response(request)


class AsOfMiddleware:
    """``request.today`` and ``request.as_of`` (``?as_of=YYYY-MM-DD``, else today). Anything else is ignored."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.today = timezone.localdate()  # type: ignore[attr-defined]
        request.as_of = _date_or(request.GET.get("as_of", ""), request.today)  # type: ignore[attr-defined]
        return self.get_response(request)


class PlainAddressMiddleware:
    """An address with a NUL is a probe, not a page: PostgreSQL cannot even be asked about it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


def _date_or(text: str, default: date) -> date:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return default
    return asked if is_reckoned(asked) else default
