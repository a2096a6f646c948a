"""An authenticator app, and a person at the door, as tests use them."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from pmo.core.models import AuditEntry, User
from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def give_app(person: User) -> Authenticator:
    """An authenticator app and recovery codes, as if set up long ago."""
    app = TOTP.activate(person, SECRET).instance
    RecoveryCodes.activate(person)
    return app


def recovery_codes(person: User) -> list[str]:
    codes: list[str] = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    return codes


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/login/", {"login": login, "password": password}, **more)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def verbs() -> list[str]:
    """What the trail says, in order."""
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
