"""Rows of the matrix about signing in and one's own account: open to everybody, and to nobody but oneself.

No persona has a second factor, and all have just confirmed their password; tests/sign_in covers the other states.
"""

from tests.factories import PASSWORD
from tests.rights.rows import ADMINISTRATOR, ALL, Row, deed, page, some, thing

NEW_PASSWORD = "seven quiet harbours"

# The analyst's token is theirs and the administrators' to revoke.
HOLDERS = {"-": some("analyst administrator")}

# Pages of the door. Who is signed in already is led on, or told what there is to know.
DOOR: list[Row] = [
    page("core:login", done=302),
    page("account_login", done=302),
    deed("core:login-cancel", ALL, changes=False),
    page("mfa_authenticate", done=302),
    page("mfa_login_webauthn", done=302),
    page("account_inactive"),
    page("account_reset_password"),
    page("account_reset_password_done"),
    page("account_reset_password_from_key", args=lambda w, t: ["1", "not-a-key"]),
    page("account_reset_password_from_key_done"),
]
# Pages that answer who has not signed in.
OPEN = {row.route for row in DOOR}

OWN: list[Row] = [
    page("core:account-profile"),
    deed("core:account-profile", ALL, data=lambda w, t: {"first_name": "New", "language": "fr", "theme": "dark"}),
    page("core:account-sessions"),
    deed("core:account-sessions-end", ALL, changes=False),
    page("core:account-tokens"),
    deed("core:account-tokens", ALL, done=200, data=lambda w, t: {"name": "BI", "access": "read", "days": "30"}),
    Row("POST", "core:account-token-revoke", HOLDERS, HOLDERS, args=thing("token"), done=302, changes=True),
    page("account_reauthenticate"),
    deed("account_reauthenticate", ALL, data=lambda w, t: {"password": PASSWORD}, changes=False),
    page("mfa_reauthenticate", done=302),
    deed("mfa_reauthenticate", ALL, changes=False),
    page("mfa_reauthenticate_webauthn", done=302),
    deed("mfa_reauthenticate_webauthn", ALL, changes=False),
    page("mfa_index"),
    page("account_change_password"),
    deed(
        "account_change_password",
        ALL,
        data=lambda w, t: {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    ),
    page("account_set_password", done=302),
    deed("account_set_password", ALL, changes=False),
    page("mfa_activate_totp"),
    page("mfa_deactivate_totp", done=404),
    deed("mfa_deactivate_totp", ALL, done=404, changes=False),
    page("mfa_add_webauthn"),
    page("mfa_remove_webauthn", done=404, args=lambda w, t: [1]),
    deed("mfa_remove_webauthn", ALL, done=404, changes=False, args=lambda w, t: [1]),
    page("mfa_view_recovery_codes", done=404),
    deed("mfa_view_recovery_codes", ALL, done=405, changes=False),
    page("mfa_generate_recovery_codes"),
    page("mfa_download_recovery_codes", done=404),
    deed("mfa_download_recovery_codes", ALL, done=404, changes=False),
]
# The person has no second factor: they are told so, and nothing changes.
OF_OTHERS: list[Row] = [
    deed("core:admin-person-sessions-end", ADMINISTRATOR, args=thing("person"), changes=False),
    deed("core:admin-person-factors-reset", ADMINISTRATOR, args=thing("person"), changes=False),
]
ACCOUNT = [*DOOR, *OWN, *OF_OTHERS]
