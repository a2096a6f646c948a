"""What a person proves themselves with beside a password."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from pmo.core.access import Permission, can_anywhere
from pmo.core.enums import SecondFactorFor
from pmo.core.models import Organisation, User

KIND = Authenticator.Type


@dataclass(frozen=True)
class Passkey:
    id: int
    name: str
    alone: bool
    added: datetime
    used: datetime | None


@dataclass(frozen=True)
class Factors:
    """An authenticator app or none, passkeys, and whether there are recovery codes for the day they are lost."""

    app: Authenticator | None
    passkeys: Sequence[Passkey]
    recovery_codes: Authenticator | None

    def __bool__(self) -> bool:
        return bool(self.app or self.passkeys)


def factors_of(person: User) -> Factors:
    """In one query; no secret is opened."""
    held = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    single = {each.type: each for each in held}
    return Factors(
        app=single.get(KIND.TOTP),
        passkeys=[_passkey(each) for each in held if each.type == KIND.WEBAUTHN],
        recovery_codes=single.get(KIND.RECOVERY_CODES),
    )


def has_second_factor(person: User) -> bool:
    """Recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=person).exclude(type=KIND.RECOVERY_CODES).exists())


def owes_second_factor(person: User) -> bool:
    """Whether the organisation asks one of this person, and they have none yet."""
    asked = Organisation.objects.filter(pk=1).values_list("second_factor_for", flat=True).first()
    if asked is None or asked == SecondFactorFor.NOBODY:
        return False
    if asked == SecondFactorFor.OFFICE and not can_anywhere(person, Permission.MANAGE_GRANTS):
        return False
    return not has_second_factor(person)


def _passkey(stored: Authenticator) -> Passkey:
    wrapped = stored.wrap()
    return Passkey(stored.pk, wrapped.name, bool(wrapped.is_passwordless), stored.created_at, stored.last_used_at)
