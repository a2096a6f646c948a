"""The forms of second factors in our words, and counted against the address they come from."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from pmo.core.forms.sign_in import Worded
from pmo.core.throttle import consume_address


class Counted:
    """A wrong code counts against the address, as a wrong password does."""

    def clean_code(self) -> str:
        used = consume_address(context.request)
        if used is None:
            raise get_account_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        used.rollback()
        return code


class CodeForm(Worded, Counted, codes.AuthenticateForm):  # type: ignore[misc]
    words = {"code": (_("Code"), _("From your authenticator app, or one of your recovery codes."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}


class ConfirmCodeForm(Worded, Counted, codes.ReauthenticateForm):  # type: ignore[misc]
    words = CodeForm.words


class ActivateAppForm(Worded, ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": (_("Code"), _("Six digits that the app shows now."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}


class AddPasskeyForm(Worded, AddWebAuthnForm):  # type: ignore[misc]
    words = {
        "name": (_("Name"), _("Such as the device it is on.")),
        "passwordless": (
            _("Sign in with this passkey alone"),
            _("Without a password. The device then asks for its PIN, a finger or a face."),
        ),
    }
