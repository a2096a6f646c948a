"""A device that holds one passkey, in software: what a browser would send to make it and to use it."""

import json
import os
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN, NAME = "https://testserver", "testserver"
SEEN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Device:
    """``make`` answers the page that adds a passkey, ``use`` the one that asks for it."""

    def __init__(self, origin: str = ORIGIN, name: str = NAME) -> None:
        self.origin, self.name_hash = origin, sha256(name.encode()).digest()
        self.key, self.id, self.count = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), 0
        self.owner = ""

    def make(self, options: dict[str, Any], *, resident: bool = True) -> dict[str, Any]:
        self.owner = options["publicKey"]["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        flags = SEEN | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(self.name_hash, flags, self.count, credential)
        attestation = AttestationObject.create("none", data, {})
        answer = {"attestationObject": websafe_encode(bytes(attestation))}
        return self._sent("webauthn.create", options, answer) | {
            "clientExtensionResults": {"credProps": {"rk": resident}}
        }

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        self.count += 1
        data = AuthenticatorData.create(self.name_hash, SEEN, self.count)
        sent = self._sent("webauthn.get", options, {"authenticatorData": websafe_encode(bytes(data))})
        said = websafe_decode(sent["response"]["clientDataJSON"])
        signed = self.key.sign(bytes(data) + sha256(said).digest(), ec.ECDSA(SHA256()))
        sent["response"] |= {"signature": websafe_encode(signed), "userHandle": self.owner}
        return sent | {"clientExtensionResults": {}}

    def _sent(self, kind: str, options: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
        said = CollectedClientData.create(kind, options["publicKey"]["challenge"], self.origin)
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {"clientDataJSON": websafe_encode(bytes(said)), **answer},
        }


def stored_passkey() -> dict[str, Any]:
    """What stands in the database for a passkey made long ago."""
    options = {"publicKey": {"challenge": websafe_encode(b"challenge"), "user": {"id": websafe_encode(b"1")}}}
    sent: dict[str, Any] = json.loads(json.dumps(Device().make(options)))
    return sent
