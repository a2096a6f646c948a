"""The pages of django-allauth that exist here, under the names it looks them up by: without a namespace.

Whatever is not listed, such as signing up or managing addresses, answers 404.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.webauthn import views as webauthn
from django.db import transaction
from django.urls import path, re_path

from pmo.core.views import security, session

PASSWORD = "login/password/"  # noqa: S105  (an address)
SECURITY = "account/security/"
CONFIRM = "account/confirm/"

urlpatterns = [
    path("login/", session.SignIn.as_view(), name="account_login"),
    path("login/code/", transaction.atomic(mfa.authenticate), name="mfa_authenticate"),
    path("login/passkey/", transaction.atomic(session.sign_in_with_passkey), name="mfa_login_webauthn"),
    path("login/closed/", account.account_inactive, name="account_inactive"),
    path(PASSWORD, session.ForgottenPassword.as_view(), name="account_reset_password"),
    path(f"{PASSWORD}sent/", account.password_reset_done, name="account_reset_password_done"),
    path(f"{PASSWORD}done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        rf"^{PASSWORD}(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",  # allauth builds the link from exactly this form
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(CONFIRM, account.reauthenticate, name="account_reauthenticate"),
    path(f"{CONFIRM}code/", transaction.atomic(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        f"{CONFIRM}passkey/", transaction.atomic(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"
    ),
    path(SECURITY, security.security, name="mfa_index"),
    path(f"{SECURITY}password/", security.change_password, name="account_change_password"),
    path(f"{SECURITY}password/first/", security.set_password, name="account_set_password"),
    path(f"{SECURITY}app/", security.activate_app, name="mfa_activate_totp"),
    path(f"{SECURITY}app/remove/", security.remove_app, name="mfa_deactivate_totp"),
    path(f"{SECURITY}passkeys/add/", security.add_passkey, name="mfa_add_webauthn"),
    path(f"{SECURITY}passkeys/<int:pk>/remove/", security.remove_passkey, name="mfa_remove_webauthn"),
    path(f"{SECURITY}codes/", security.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{SECURITY}codes/new/", security.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{SECURITY}codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
