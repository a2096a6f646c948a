"""Signing in with a password, what it costs, and where it leads."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from pmo.core.models import AuditEntry
from pmo.core.queries.sessions import sessions_of
from tests.factories import PASSWORD, make_user
from tests.sign_in.codes import sign_in, signed_in, verbs

pytestmark = pytest.mark.django_db
WRONG = "The name or the password is not right."


@pytest.mark.parametrize("login", ["ines", "INES", "ines@example.org", "Ines@Example.ORG", " ines "])
def test_a_person_signs_in_by_name_or_address(client: Client, login: str) -> None:
    make_user("ines", email="Ines@example.org")
    assert sign_in(client, login)["Location"] == "/"
    assert signed_in(client)


def test_signing_in_leaves_an_entry_with_how_and_from_where(client: Client) -> None:
    person = make_user("ines")
    sign_in(client, "ines", REMOTE_ADDR="203.0.113.9")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.object_uuid) == ("signed in", person, person.uuid)
    assert entry.changes == {"method": [None, "password"], "address": [None, "203.0.113.9"]}


def test_wrong_unknown_closed_and_shared_get_the_same_answer(client: Client) -> None:
    make_user("ines", email="ines@example.org")
    make_user("gone", is_active=False)
    make_user("twin1", email="twins@example.org")
    make_user("twin2", email="twins@example.org")
    tries = [("ines", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD), ("twins@example.org", PASSWORD)]
    answers = [sign_in(client, login, password) for login, password in tries]
    assert [(answer.status_code, WRONG in answer.content.decode()) for answer in answers] == [(200, True)] * 4
    assert not signed_in(client)
    assert verbs() == []


@pytest.mark.parametrize("login", ["ines", "ines@example.org", "nobody", "nobody@example.org", "gone"])
def test_every_try_costs_one_password_hash(client: Client, monkeypatch: pytest.MonkeyPatch, login: str) -> None:
    make_user("ines", email="ines@example.org")
    make_user("gone", is_active=False)
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or encode(*a, **k))
    sign_in(client, login, "wrong")
    assert len(hashed) == 1


@pytest.mark.parametrize("path", ["/signup/", "/account/email/", "/accounts/signup/", "/login/code/request/"])
def test_pages_that_make_no_sense_here_do_not_exist(client: Client, path: str) -> None:
    client.force_login(make_user())
    assert client.get(path).status_code == 404


def test_a_password_is_changed_by_its_owner_and_ends_their_other_sessions(client: Client) -> None:
    person = make_user("ines")
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, "ines")
    client.post("/account/confirm/", {"password": PASSWORD})
    new = "seven quiet harbours"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/security/password/", data)["Location"] == "/account/security/"
    assert client.get("/help/").status_code == 200
    assert elsewhere.get("/help/").status_code == 302
    assert verbs() == ["signed in", "signed in", "password changed", "sessions ended"]
    assert len(sessions_of(person)) == 1
    assert sign_in(Client(), "ines", new).status_code == 302


def test_a_weak_or_unproven_new_password_changes_nothing(client: Client) -> None:
    person = make_user("ines")
    sign_in(client, "ines")
    for old, new in ((PASSWORD, "short"), ("wrong", "seven quiet harbours")):
        answer = client.post("/account/security/password/", {"oldpassword": old, "password1": new, "password2": new})
        assert answer.status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert verbs() == ["signed in"]
