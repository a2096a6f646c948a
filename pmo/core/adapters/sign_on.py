"""What django-allauth asks us when a provider has spoken: who that is here, if anybody."""

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from pmo.core.actions.sign_on import create_from_sign_on, link_identity
from pmo.core.errors import DomainError
from pmo.core.models import User
from pmo.core.queries.people import people_at

logger = logging.getLogger("vigie.security")


class SignOnAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Who is to be created is created below, with its entry; allauth's own way has none."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Takes the names for a new person. What else a provider tells is not kept."""
        sociallogin.account.extra_data = {}
        return super().populate_user(request, sociallogin, data)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person, or refuse with a page that says why."""
        if sociallogin.state.get("process") != "login":
            refuse(request, "unknown", "a process other than signing in")
        if sociallogin.is_existing:
            if not sociallogin.user.is_active:
                refuse(request, "closed", "a closed account")
            return
        person = self._person(request, sociallogin)
        account = sociallogin.account
        sociallogin.account = link_identity(
            person=person, provider=account.provider, uid=account.uid, by=person, at=timezone.now()
        )
        sociallogin.user = person

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        reason = more.get("exception") or (more.get("extra_context") or {}).get("saml_last_error_reason")
        logger.warning("single sign-on failed: %s", reason or more.get("error"))

    def _person(self, request: HttpRequest, sociallogin: Any) -> User:
        addresses = [each.email for each in sociallogin.email_addresses]
        verified = [each.email for each in sociallogin.email_addresses if each.verified]
        if not verified:
            refuse(request, "unverified" if addresses else "nameless", "no verified address")
        found = people_at(verified[0])
        if len(found) == 1:
            return found[0]
        if found or not settings.SIGN_ON_CREATES:
            refuse(request, "unknown", "an address of nobody, or of several")
        names = {name: getattr(sociallogin.user, name)[:150] for name in ("first_name", "last_name")}
        try:
            return create_from_sign_on(address=verified[0], values=names, at=timezone.now())
        except DomainError as error:
            refuse(request, "closed", str(error))


def refuse(request: HttpRequest, why: str, reason: str) -> NoReturn:
    """Leave the sign-in with a page; ``why`` chooses its words, ``reason`` goes to the log."""
    logger.warning("single sign-on refused: %s", reason)
    raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"why": why}, status=403))
