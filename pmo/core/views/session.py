"""Signing in and out, and the person's own preferences."""

from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal import ratelimit
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pmo.core.actions.account import edit_profile
from pmo.core.adapters.mfa import passkeys_possible
from pmo.core.enums import Language, Theme
from pmo.core.queries.people import DEMO_PASSWORD, demo_people
from pmo.core.views.returning import page_asked

CHOICES = {"language": Language, "theme": Theme}


class SignIn(allauth.LoginView):
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        demo = {"demo_people": demo_people(), "demo_password": DEMO_PASSWORD} if settings.DEMO_MODE else {}
        doors = [{"name": door["name"], "href": reverse(door["route"])} for door in settings.SIGN_ON_DOORS]
        return super().get_context_data(**kwargs) | demo | {"passkeys_possible": passkeys_possible(), "sso": doors}


@login_not_required
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """What to sign, and the answer. Each question waits in a session, so asking has its limit too."""
    refused = ratelimit.consume_or_429(request, app="allauth.account", action="sign_on", limit_get=True)
    return refused or webauthn.login_webauthn(request)


class ForgottenPassword(allauth.PasswordResetView):
    """A link by e-mail, where Vigie sends e-mail; where it does not, the page says who can help."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.SENDS_MAIL:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {"sends_mail": settings.SENDS_MAIL}


@require_POST
@login_not_required
def cancel_sign_in(request: HttpRequest) -> HttpResponse:
    """Forget a sign-in that waits for its second factor."""
    clear_login(request)
    return redirect("core:login")


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Set language and theme, then return to the page the person came from."""
    asked = {name: request.POST.get(name) for name in ("language", "theme")}
    values = {name: value for name, value in asked.items() if value in CHOICES[name].values}
    user: Any = request.user
    edit_profile(person=user, values=values, by=user, at=timezone.now())
    return HttpResponseRedirect(page_asked(request) or "/")
