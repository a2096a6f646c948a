"""Who signs in, and how: settings of django-allauth. docs/security.md says why each is what it is."""

import os
import sys

from pmo.single_sign_on import sign_on_settings

# --- People and their sessions ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["pmo.core.adapters.backend.PasswordBackend"]
LOGIN_URL = "core:login"
LOGIN_REDIRECT_URL = "reporting:dashboard"
LOGOUT_REDIRECT_URL = "core:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if "pytest" in sys.modules:  # hashing is not what the tests are about
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Not cached: each web process caches for itself, so that a session ended in one would live on in the others.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A link to choose a new password holds for one hour.
PASSWORD_RESET_TIMEOUT = 3600

# --- Where a request comes from ---------------------------------------------------------------------------------------
# X-Forwarded-For is what a visitor says, unless so many proxies of ours have each added to it.
TRUSTED_PROXIES = int(os.environ.get("VIGIE_TRUSTED_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- Sign-in ----------------------------------------------------------------------------------------------------------
IDENTITY_APPS = ["allauth.account", "allauth.mfa", "allauth.usersessions"]
ACCOUNT_ADAPTER = "pmo.core.adapters.account.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]  # read for what sign-in needs: nobody signs up
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators type the addresses
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Django's, which covers the address on the person; allauth's would write a second copy of it.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {
    "login": "pmo.core.forms.sign_in.SignInForm",
    "reauthenticate": "pmo.core.forms.sign_in.ConfirmForm",
    "change_password": "pmo.core.forms.sign_in.ChangePasswordForm",
    "set_password": "pmo.core.forms.sign_in.SetPasswordForm",
    "reset_password": "pmo.core.forms.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "pmo.core.forms.sign_in.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/15m/key",  # of a person, and of codes of a second factor
    "address": "10/15m/ip",  # ours: pmo/core/adapters/account.py
    "login": "60/m/ip",
    "reauthenticate": "10/15m/user",
    "change_password": "10/15m/user",
    "reset_password": "10/15m/ip,5/15m/key",
    "reset_password_from_key": "20/15m/ip",
    "sign_on": "900/15m/ip",  # ours: each question of a passkey or a provider waits in a session
}

# --- E-mail: links to choose a new password, where a server is named --------------------------------------------------
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") not in {"0", "false", "no", "off"}
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "vigie@localhost")
SENDS_MAIL = bool(EMAIL_HOST)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# --- Second factors ---------------------------------------------------------------------------------------------------
MFA_ADAPTER = "pmo.core.adapters.mfa.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from administrators, not from a sign-up
MFA_TOTP_ISSUER = "Vigie"
MFA_RATE_LIMITS = {"webauthn_login": "600/15m/ip"}
MFA_FORMS = {
    "authenticate": "pmo.core.forms.second_factor.CodeForm",
    "reauthenticate": "pmo.core.forms.second_factor.ConfirmCodeForm",
    "activate_totp": "pmo.core.forms.second_factor.ActivateAppForm",
    "add_webauthn": "pmo.core.forms.second_factor.AddPasskeyForm",
}

# --- Single sign-on: nothing unless the environment describes a provider ----------------------------------------------
_PRODUCTION = os.environ.get("VIGIE_PRODUCTION", "").strip().lower() in {"1", "true", "yes", "on"}
globals().update(sign_on_settings(os.environ, production=_PRODUCTION))

__all__ = [name for name in globals() if name.isupper() and not name.startswith("_")]
