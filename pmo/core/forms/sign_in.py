"""The forms of django-allauth in our words: labels above the fields, no text inside them."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo.core.queries.people import people_at

PASSWORD_RULES = _("At least 12 characters, not a common password.")


class Worded(forms.BaseForm):
    """Takes labels and help from ``words``: name of the field → label, help."""

    words: dict[str, tuple[Promise | str, Promise | str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Worded, allauth.LoginForm):  # type: ignore[misc]
    words = {"login": (_("User name or e-mail address"), ""), "password": (_("Password"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username webauthn", "autocapitalize": "none"}
        self.fields["login"].max_length = 254


class ConfirmForm(Worded, allauth.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": (_("Password"), "")}


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):  # type: ignore[misc]
    words = {
        "oldpassword": (_("Present password"), ""),
        "password1": (_("New password"), PASSWORD_RULES),
        "password2": (_("New password again"), ""),
    }


class SetPasswordForm(Worded, allauth.SetPasswordForm):  # type: ignore[misc]
    words = {"password1": (_("New password"), PASSWORD_RULES), "password2": (_("New password again"), "")}


class ForgottenPasswordForm(Worded, allauth.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": (_("E-mail address"), "")}

    def clean_email(self) -> str:
        """Addresses as they were typed for the person, capitals and all."""
        address: str = self.cleaned_data["email"]
        self.users = people_at(address)
        return address

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """One message in either case, so that the answer tells nothing by how long it takes.

        A link goes to the address that was typed for the person, never to the one that was typed here.
        """
        address: str = self.cleaned_data["email"]
        people = self.users
        for person in people:
            self.cleaned_data["email"], self.users = person.email, [person]
            super().save(request, **kwargs)
        if not people:
            get_adapter().send_mail("account/email/unknown_account", address, {})
        return address


class NewPasswordForm(Worded, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": (_("New password"), PASSWORD_RULES), "password2": (_("New password again"), "")}
