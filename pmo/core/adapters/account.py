"""What django-allauth asks us about accounts, and where what it writes becomes an action with its entry."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmo.core.actions.sign_in import change_password, record_lock_out, record_sign_in
from pmo.core.queries.people import person_named
from pmo.core.throttle import consume_address

logger = logging.getLogger("vigie.security")

WRONG = _("The name or the password is not right.")
TOO_MANY = _("Too many attempts. Wait a quarter of an hour, then try again.")
LOCKED_FOR = 15 * 60


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or was used already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Administrators create people."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Counts a try against the address it comes from as well; a right password gives it back."""
        address = consume_address(request)
        if address is None:
            self._tell_lock_out(request, credentials)
            raise self.validation_error("too_many_login_attempts")
        try:
            person = super().authenticate(request, **credentials)
        except ValidationError:
            self._tell_lock_out(request, credentials)
            raise
        if person is not None:
            address.rollback()
        return person

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One counter a person, whatever name or address is typed for them."""
        login = _login(credentials)
        person = person_named(login)
        return f"person:{person.pk}" if person else f"login:{login.lower()}"

    def _tell_lock_out(self, request: HttpRequest, credentials: dict[str, Any]) -> None:
        """Once a quarter of an hour: a flood of tries must not become a flood of entries."""
        person, address = person_named(_login(credentials)), self.get_client_ip(request)
        if not cache.add(f"locked-out:{person.pk if person else ''}:{address}", True, LOCKED_FOR):
            return
        # The name typed stays out of the log: people type their password there.
        logger.warning("too many failed sign-ins from %s", address)
        if person is not None:
            record_lock_out(person=person, address=address, at=timezone.now())

    def post_login(self, request: HttpRequest, user: Any, **hook: Any) -> HttpResponse:
        response = super().post_login(request, user, **hook)
        methods = [_method(record) for record in request.session.get("account_authentication_methods", [])]
        record_sign_in(person=user, methods=methods, address=self.get_client_ip(request), by=user, at=timezone.now())
        return response

    def set_password(self, user: Any, password: str) -> None:
        """A person's own password: changed, set for the first time, or chosen after a link sent by e-mail."""
        request: Any = self.request
        stored = change_password(
            person=user,
            password=password,
            by_link=not request.user.is_authenticated,
            keep=request.session.session_key,
            by=user,
            at=timezone.now(),
        )
        user.password = stored.password


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


def _method(record: dict[str, Any]) -> str:
    return str(record.get("type") or record.get("provider") or record.get("method"))
