"""Single sign-on by OpenID Connect or SAML, as far as the environment describes it; its code is the extra ``sso``."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

OIDC, SAML = "oidc", "saml"


def sign_on_settings(environ: Mapping[str, str], *, production: bool) -> dict[str, Any]:
    """Settings for what is configured: apps, providers, and the doors on the sign-in page. All empty for nothing.

    :raises ImproperlyConfigured: for half a configuration, plain HTTP in production, or a missing extra.
    """
    oidc = _asked(environ, "VIGIE_OIDC_", ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"))
    saml = _asked(environ, "VIGIE_SAML_", ("ENTITY_ID", "SSO_URL", "CERTIFICATE"))
    apps, providers, doors = ["allauth.socialaccount"], {}, []
    if oidc:
        _secure(oidc["ISSUER"], production)
        apps.append("allauth.socialaccount.providers.openid_connect")
        providers["openid_connect"] = {"APPS": [_oidc_app(oidc, environ)]}
        doors.append({"name": environ.get("VIGIE_OIDC_NAME", "OpenID Connect"), "route": "openid_connect_login"})
    if saml:
        _secure(saml["SSO_URL"], production)
        apps.append("allauth.socialaccount.providers.saml")
        providers["saml"] = {"APPS": [_saml_app(saml, environ)]}
        doors.append({"name": environ.get("VIGIE_SAML_NAME", "SAML"), "route": "saml_login"})
    if doors and not (find_spec("requests") and find_spec("onelogin")):
        raise ImproperlyConfigured("Single sign-on needs the extra “sso”: install requirements/sso.txt.")
    return {
        "SIGN_ON_APPS": apps if doors else [],
        "SIGN_ON_DOORS": doors,
        "SIGN_ON_CREATES": environ.get("VIGIE_SSO_CREATE", "") in {"1", "true", "yes", "on"},
        "SOCIALACCOUNT_PROVIDERS": providers,
        "SOCIALACCOUNT_ADAPTER": "pmo.core.adapters.sign_on.SignOnAdapter",
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
    }


def _asked(environ: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> dict[str, str]:
    given = {name: environ.get(prefix + name, "").strip() for name in names}
    missing = [prefix + name for name, value in given.items() if not value]
    if 0 < len(missing) < len(names):
        raise ImproperlyConfigured(f"Single sign-on lacks {', '.join(missing)}.")
    return {} if missing else given


def _secure(url: str, production: bool) -> None:
    if production and not url.startswith("https://"):
        raise ImproperlyConfigured(f"Single sign-on needs HTTPS, not {url}.")


def _oidc_app(asked: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, Any]:
    trusted = environ.get("VIGIE_OIDC_TRUST_EMAIL", "") in {"1", "true", "yes", "on"}
    return {
        "provider_id": OIDC,
        "name": OIDC,
        "client_id": asked["CLIENT_ID"],
        "secret": asked["CLIENT_SECRET"],
        "settings": {"server_url": asked["ISSUER"], "oauth_pkce_enabled": True, "verified_email": trusted},
    }


def _saml_app(asked: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, Any]:
    """The provider answers for the addresses it asserts; it is asked to sign each assertion."""
    email = environ.get("VIGIE_SAML_EMAIL_ATTRIBUTE", "")
    settings: dict[str, Any] = {
        "idp": {
            "entity_id": asked["ENTITY_ID"],
            "sso_url": asked["SSO_URL"],
            "x509cert": asked["CERTIFICATE"],
        },
        "advanced": {"want_assertion_signed": True, "reject_idp_initiated_sso": True, "strict": True},
        "verified_email": True,
    }
    if email:
        settings["attribute_mapping"] = {"email": email, "first_name": "givenName", "last_name": "sn"}
    else:
        settings["use_nameid_for_email"] = True
        settings["advanced"]["want_attribute_statement"] = False
    return {"provider_id": SAML, "name": SAML, "client_id": SAML, "settings": settings}
