"""What django-allauth asks us about second factors: how their secrets are kept, and what authenticators call us."""

import ipaddress

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmo.core.secrets import Unreadable, seal, unseal


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or was used already."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """:raises ValidationError: when SECRET_KEY changed since; a form shows that instead of failing."""
        try:
            return unseal(encrypted_text)
        except Unreadable as error:
            raise ValidationError(
                _("What Vigie keeps of this second factor cannot be read any more. Ask an administrator to reset it.")
            ) from error

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """What a new passkey is called until its owner says better: by its number, none is the master of the others."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": held + 1}

    def _get_site_name(self) -> str:
        return "Vigie"


def passkeys_possible() -> bool:
    """Browsers make passkeys for names only, never for a numeric address such as 127.0.0.1."""
    host = context.request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False
