"""Who must have a second factor, and has none yet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from pmo.core.middleware import Handler
from pmo.core.queries.second_factors import owes_second_factor


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
