"""Passkeys: made after a confirmation, good alone or after a password, for nobody else and nowhere else."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from pmo.core.models import AuditEntry, User
from tests.factories import PASSWORD, make_user
from tests.sign_in.codes import sign_in, signed_in, verbs
from tests.sign_in.passkey import Device

pytestmark = pytest.mark.django_db
ADD = "/account/security/passkeys/add/"


@pytest.fixture
def ines() -> User:
    return make_user("ines")


def browser() -> Client:
    """Over HTTPS, as browsers want it for passkeys."""
    return Client(headers={"origin": "https://testserver"}, SERVER_NAME="testserver", **{"wsgi.url_scheme": "https"})


def with_passkey(device: Device, *, alone: bool = True) -> None:
    """Add the device's passkey to the account of ines."""
    client = browser()
    sign_in(client, "ines")
    client.post("/account/confirm/", {"password": PASSWORD})
    made = device.make(client.get(ADD).context["js_data"]["creation_options"], resident=alone)
    sent = {"name": "Laptop", "passwordless": "on" if alone else "", "credential": json.dumps(made)}
    assert client.post(ADD, sent)["Location"] == "/account/security/codes/"


def asked(client: Client) -> Any:
    """What the door asks a browser to sign."""
    return client.get("/login/passkey/", headers={"accept": "application/json"}).json()["request_options"]


def use(client: Client, credential: dict[str, Any]) -> None:
    client.post("/login/passkey/", {"credential": json.dumps(credential)})


def test_a_passkey_opens_the_account_without_a_password(ines: User) -> None:
    device, client = Device(), browser()
    with_passkey(device)
    use(client, device.use(asked(client)))
    assert signed_in(client)
    assert AuditEntry.objects.latest("pk").changes["method"] == [None, "webauthn"]
    told = AuditEntry.objects.filter(verb="second factor added").order_by("pk")
    assert [entry.changes["second_factor"] for entry in told] == [[None, "webauthn: Laptop"], [None, "recovery_codes"]]


def test_what_was_signed_before_opens_nothing(ines: User) -> None:
    device, client, other = Device(), browser(), browser()
    with_passkey(device)
    signed = device.use(asked(client))
    use(client, signed)
    asked(other)
    use(other, signed)
    assert (signed_in(client), signed_in(other)) == (True, False)


@pytest.mark.parametrize("wrong", [{"origin": "https://evil.example"}, {"name": "evil.example"}])
def test_what_was_signed_for_another_site_opens_nothing(ines: User, wrong: dict[str, str]) -> None:
    device, client = Device(), browser()
    with_passkey(device)
    phished = Device(**wrong)
    phished.key, phished.id, phished.owner = device.key, device.id, device.owner
    use(client, phished.use(asked(client)))
    assert not signed_in(client)


def test_nor_the_passkey_of_somebody_else_under_her_name(ines: User) -> None:
    device, client = Device(), browser()
    with_passkey(device)
    mallory = Device()
    mallory.id, mallory.owner = device.id, device.owner
    use(client, mallory.use(asked(client)))
    assert not signed_in(client)


def test_nor_that_of_a_closed_account(ines: User) -> None:
    device, client = Device(), browser()
    with_passkey(device)
    User.objects.update(is_active=False)
    answer = client.post("/login/passkey/", {"credential": json.dumps(device.use(asked(client)))})
    assert answer["Location"] == "/login/closed/"
    assert not signed_in(client)


def test_a_password_then_asks_for_the_passkey(ines: User) -> None:
    device, client = Device(), browser()
    with_passkey(device, alone=False)
    assert sign_in(client, "ines")["Location"] == "/login/code/"
    options = client.get("/login/code/").context["js_data"]["request_options"]
    client.post("/login/code/", {"credential": json.dumps(device.use(options))})
    assert signed_in(client)
    assert AuditEntry.objects.latest("pk").changes["method"] == [None, "password, webauthn"]


def test_a_passkey_is_removed_by_its_owner_only(ines: User) -> None:
    with_passkey(Device())
    passkey = Authenticator.objects.get(type="webauthn")
    make_user("mallory")
    theirs = browser()
    sign_in(theirs, "mallory")
    theirs.post("/account/confirm/", {"password": PASSWORD})
    assert theirs.post(f"/account/security/passkeys/{passkey.pk}/remove/").status_code == 404
    assert Authenticator.objects.count() == 2
    assert "second factor removed" not in verbs()


def test_a_numeric_address_offers_no_passkeys(client: Client, ines: User) -> None:
    at_number = Client(headers={"host": "127.0.0.1:8000"})
    assert "Sign in with a passkey" not in at_number.get("/login/").content.decode()
    assert "Sign in with a passkey" in Client(headers={"host": "localhost"}).get("/login/").content.decode()
