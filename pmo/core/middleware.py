"""What every request carries: the person's language and rights, and the date they look at."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

from pmo.core.access import remembering_holdings
from pmo.core.dates import is_reckoned
from pmo.core.queries.second_factors import owes_second_factor

Handler = Callable[[HttpRequest], HttpResponse]


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


class SecondFactorMiddleware:
    """Leads who owes a second factor to where they set it up, before anything else.

    Not who came by single sign-on in this session: there the provider asks for what it wants.
    """

    # Pages without a namespace are those of the account; see account_urls.py.
    STILL_OPEN = frozenset({"core:logout", "core:preferences", "core:account-sessions", "core:account-sessions-end"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        person = getattr(request, "real_user", request.user)
        route = request.resolver_match.view_name if request.resolver_match else ""
        if not person.is_authenticated or ":" not in route or route in self.STILL_OPEN:
            return None
        came_by = {record["method"] for record in request.session.get("account_authentication_methods", [])}
        if "socialaccount" in came_by or not owes_second_factor(person):
            return None
        return HttpResponseClientRedirect(reverse("mfa_index")) if request.htmx else redirect("mfa_index")


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
