"""An OpenID Connect provider of the test's own: discovery, authorize, token, keys, user info.

What it answers is right unless a test spoils it: ``provider.spoil = {"aud": "somebody-else"}``.
"""

import base64
import json
import time
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "vigie", "a-secret-of-the-test"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class OpenIdProvider:
    issuer: str
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    email: str = "ines@example.org"
    spoil: dict[str, Any] = field(default_factory=dict)  # claims of the ID token; None leaves one out
    userinfo: dict[str, Any] = field(default_factory=dict)  # over what it would say
    signs_with: Any = None  # another key
    algorithm: str = "RS256"
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return f"subject-of-{self.email}"

    def discovery(self) -> dict[str, Any]:
        pages = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "keys",
            "userinfo_endpoint": "userinfo",
        }
        found: dict[str, Any] = {name: f"{self.issuer}/{page}" for name, page in pages.items()}
        return found | {"issuer": self.issuer, "token_endpoint_auth_methods_supported": ["client_secret_post"]}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes next. Everybody who asks is signed in as ``email``."""
        code = uuid4().hex
        self.asked.append(query)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """A code is good once, for who asked for it and can show the verifier of its challenge."""
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        genuine = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if not asked or not genuine or challenge != asked["code_challenge"]:
            return None
        return {"access_token": "access", "token_type": "Bearer", "id_token": self._id_token(asked)}

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "jti": uuid4().hex,
            "nonce": asked.get("nonce"),
        }
        claims = {name: value for name, value in {**claims, **self.spoil}.items() if value is not None}
        key = self.signs_with if self.signs_with is not None else self.key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "1"})

    def told(self) -> dict[str, Any]:
        claims = {"sub": self.subject, "email": self.email, "email_verified": True}
        return {**claims, "given_name": "Inès", "family_name": "Roux", **self.userinfo}


def openid_handler(provider: OpenIdProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(_single(parts.query)))
                self.end_headers()
                return
            pages = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": provider.keys,
                "/userinfo": provider.told,
            }
            self._say(pages[parts.path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = provider.token(_single(body))
            self._say(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def _say(self, content: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
