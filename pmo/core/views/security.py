"""A person's password, second factors and passkeys: an overview of ours, and the pages of django-allauth behind it.

Each page of allauth that writes runs in one transaction, so that what it writes and the entry that
``receivers.py`` makes of it are there together or not at all.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from pmo.core.adapters.mfa import passkeys_possible
from pmo.core.queries.second_factors import factors_of, owes_second_factor
from pmo.core.views.account_tabs import account_tabs

SECURITY = reverse_lazy("mfa_index")


def security(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "tabs": account_tabs(request),
        "factors": factors_of(user),
        "passkeys_possible": passkeys_possible(),
        "must_set_up": owes_second_factor(user),
        "has_password": user.has_usable_password(),
    }
    return render(request, "core/account/security.html", context)


class Tabbed:
    """Puts the tabs of the account above a page of allauth."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"tabs": account_tabs(self.request)}  # type: ignore[misc]


class ChangePassword(Tabbed, account.PasswordChangeView):  # type: ignore[misc]
    success_url = SECURITY


class SetPassword(Tabbed, account.PasswordSetView):  # type: ignore[misc]
    success_url = SECURITY


class ActivateApp(Tabbed, totp.ActivateTOTPView):  # type: ignore[misc]
    pass


class RemoveApp(Tabbed, totp.DeactivateTOTPView):  # type: ignore[misc]
    pass


class RecoveryCodes(Tabbed, recovery_codes.ViewRecoveryCodesView):  # type: ignore[misc]
    pass


class NewRecoveryCodes(Tabbed, recovery_codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    pass


class AddPasskey(Tabbed, webauthn.AddWebAuthnView):  # type: ignore[misc]
    pass


class RemovePasskey(Tabbed, webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    success_url = SECURITY


change_password = ChangePassword.as_view()
set_password = SetPassword.as_view()
activate_app = transaction.atomic(ActivateApp.as_view())
remove_app = transaction.atomic(RemoveApp.as_view())
view_recovery_codes = transaction.atomic(RecoveryCodes.as_view())
new_recovery_codes = transaction.atomic(NewRecoveryCodes.as_view())
add_passkey = transaction.atomic(AddPasskey.as_view())
remove_passkey = transaction.atomic(RemovePasskey.as_view())
