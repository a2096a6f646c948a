"""A SAML provider of the test's own: reads what it is asked, and signs an assertion with a key made in the test."""

import base64
import datetime as dt
import re
import zlib
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from tests.sso.openid_provider import new_key

ENTITY = "https://provider.example/saml"
FORM = '<form action="{acs}"><input name="SAMLResponse" value="{response}"></form>'
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{id}" Version="2.0" IssueInstant="{now}"
 Destination="{acs}" InResponseTo="{request}"><saml:Issuer>{issuer}</saml:Issuer><samlp:Status>
<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a{id}" Version="2.0"
 IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer><saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{email}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="{until}" Recipient="{acs}" InResponseTo="{request}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_s{id}"><saml:AuthnContext><saml:AuthnContextClassRef>
urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
</saml:Assertion>"""


def certificate_of(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "provider.example")])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    return made.sign(key, SHA256()).public_bytes(Encoding.PEM).decode()


@dataclass
class SamlProvider:
    """``email``, ``audience`` and ``minutes`` (until it expires) make the assertion; ``signs_with`` another key."""

    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    email: str = "ines@example.org"
    audience: str = ""
    minutes: int = 5
    signs_with: Any = None
    signs: bool = True
    tampers: tuple[str, str] = ("", "")  # what is written over after signing
    smuggles: str = ""  # an address in a second assertion, unsigned, before the signed one

    def answer(self, query: str) -> str:
        """The page that a browser posts back with."""
        packed = base64.b64decode(parse_qs(query)["SAMLRequest"][0])
        asked = zlib.decompress(packed, -15).decode()
        acs, request = _attribute(asked, "AssertionConsumerServiceURL"), _attribute(asked, "ID")
        audience = re.findall(r"<saml:Issuer>([^<]+)<", asked)[0]
        return FORM.format(acs=acs, response=self.response(acs=acs, request=request, audience=audience))

    def response(self, *, acs: str, request: str, audience: str) -> str:
        now = dt.datetime.now(dt.UTC)
        facts = {
            "id": uuid4().hex,
            "now": _written(now),
            "since": _written(now - dt.timedelta(minutes=60)),
            "until": _written(now + dt.timedelta(minutes=self.minutes)),
            "acs": acs,
            "request": request,
            "issuer": ENTITY,
            "email": self.email,
            "audience": self.audience or audience,
        }
        assertion = self._signed(ASSERTION.format(**facts)) if self.signs else ASSERTION.format(**facts)
        if self.tampers[0]:
            assertion = assertion.replace(*self.tampers)
        if self.smuggles:
            assertion = ASSERTION.format(**facts | {"id": "smuggled", "email": self.smuggles}) + assertion
        page = RESPONSE.format(**facts, assertion=assertion)
        return base64.b64encode(page.encode()).decode()

    def _signed(self, assertion: str) -> str:
        key = self.signs_with or self.key
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        signed = OneLogin_Saml2_Utils.add_sign(assertion, pem, certificate_of(key))
        return signed.decode() if isinstance(signed, bytes) else str(signed)


def saml_handler(provider: SamlProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = provider.answer(urlsplit(self.path).query).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


def _attribute(text: str, name: str) -> str:
    return re.findall(rf'\b{name}="([^"]+)"', text)[0]


def _written(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
