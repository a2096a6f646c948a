"""OpenID Connect, checked harder than django-allauth does by default.

Its authorization-code flow trusts the TLS connection to the provider and reads the ID token without its signature,
and sends no nonce. Here the token must be signed by a key of the provider, for us, now, and for this very sign-in.
"""

import json
from typing import Any

import jwt
from allauth.socialaccount.internal.jwtkit import verify_jti
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

# Public keys only: with a shared secret whoever may verify could sign.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 30  # seconds that two clocks may differ
NONCE = "sign_on_nonce"


class CheckedOpenIDConnect(OpenIDConnectOAuth2Adapter):
    """Reads a provider's answer.

    :raises OAuth2Error: for an answer that is not signed, not for us, not now, not for this sign-in, or not understood.
    """

    def complete_login(self, request: Any, app: Any, token: Any, **kwargs: Any) -> Any:
        nonce = request.session.pop(NONCE, None)
        try:
            claims = self._claims(app, kwargs["response"]["id_token"])
            if not nonce or claims.get("nonce") != nonce:
                raise OAuth2Error("the nonce is not that of this sign-in")
            told = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else {}
            if told and told.get("sub") != claims["sub"]:
                raise OAuth2Error("the user info is about somebody else")
            return self.get_provider().sociallogin_from_response(request, {"userinfo": {**claims, **told}})
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(f"not understood: {error!r}") from error

    def _claims(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            key = self._key(jwt.get_unverified_header(id_token))
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=key,
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"the ID token: {error}") from error
        verify_jti(claims)
        return claims

    def _key(self, header: dict[str, Any]) -> Any:
        """The provider's key that the token names; the only one where it names none."""
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error("not signed with a public key")
        from allauth.socialaccount.adapter import get_adapter

        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
        keys = [key for key in response.json()["keys"] if key.get("use", "sig") == "sig"]
        named = [key for key in keys if key.get("kid") == header.get("kid")] if "kid" in header else keys
        if len(named) != 1:
            raise OAuth2Error("no key of the provider, or several, for this token")
        return jwt.PyJWK.from_json(json.dumps(named[0]), algorithm=header.get("alg")).key
