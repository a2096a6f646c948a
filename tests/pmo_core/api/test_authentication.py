"""Who gets in with a token, how far, and what is kept of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pmo.core.models import ApiToken, Grant, User
from projects.models import Risk
from tests import factories as f
from tests.calls import refusal
from tests.pmo_core.api.tokens import bearer, give_token
from tests.rights.traces import routes

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return f.make_member("administrator", username="ada")


@pytest.mark.parametrize("scheme", ["Token", "Bearer", "bearer", "TOKEN"])
def test_both_schemes_open_the_door(administrator: User, scheme: str) -> None:
    token, text = give_token(administrator, "read")
    answer = bearer(text, scheme).get("/api/v1/me/")
    assert (answer.status_code, answer.json()["username"]) == (200, "ada")
    assert answer.json()["token"] == {
        "name": "Nightly copy",
        "access": "read",
        "expires_at": token.expiry.isoformat().replace("+00:00", "Z"),
    }


def test_only_a_hash_of_the_token_is_kept(administrator: User) -> None:
    token, text = give_token(administrator)
    assert text.startswith("vigie_")
    assert text not in repr(list(ApiToken.objects.values_list()))
    assert token.token_key == text[: len(token.token_key)]


def test_no_token_no_entry() -> None:
    answer = Client().get("/api/v1/me/")
    assert refusal(answer) == (401, "not_authenticated", [])
    assert answer["WWW-Authenticate"].startswith("Token")


@pytest.mark.parametrize("text", ["", "vigie_nothing", "a b c", "é"])
def test_what_is_no_token_opens_nothing(text: str) -> None:
    assert refusal(bearer(text).get("/api/v1/me/"))[:2] == (401, "authentication_failed")


def test_an_expired_token_opens_nothing(administrator: User) -> None:
    _token, text = give_token(administrator, expiry=timezone.now() - timedelta(seconds=1))
    assert refusal(bearer(text).get("/api/v1/me/"))[:2] == (401, "authentication_failed")


def test_a_revoked_token_opens_nothing(administrator: User) -> None:
    token, text = give_token(administrator)
    token.delete()
    assert refusal(bearer(text).get("/api/v1/me/"))[:2] == (401, "authentication_failed")


def test_the_token_of_somebody_who_left_opens_nothing_until_they_return(administrator: User) -> None:
    _token, text = give_token(administrator)
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    assert refusal(bearer(text).get("/api/v1/me/"))[:2] == (401, "authentication_failed")
    User.objects.filter(pk=administrator.pk).update(is_active=True)
    assert bearer(text).get("/api/v1/me/").status_code == 200


def test_a_token_that_reads_does_not_write(administrator: User) -> None:
    project = f.make_project("ALPHA")
    client = bearer(give_token(administrator, "read")[1])
    body = {"project": "ALPHA", "title": "Fire", "raised_on": "2026-01-02"}
    assert client.get("/api/v1/risks/").status_code == 200
    answer = client.post("/api/v1/risks/", body, content_type="application/json")
    assert refusal(answer) == (403, "permission_denied", [])
    assert answer.json()["detail"] == "This token may not do that: its access is “read”."
    assert Risk.objects.filter(project=project).count() == 0


WRITES = [
    (name, method, getattr(pattern.callback.cls, "access", "write"))  # type: ignore[attr-defined]
    for name, pattern in routes()
    if name.startswith("api:")
    for method in getattr(pattern.callback, "actions", {})
    if method in ("post", "put", "patch", "delete")
]
SETTINGS = ["person", "group", "grant", "organisation", "exchange-rate", "webhook", "webhook-delivery"]


def test_what_is_administration_says_so() -> None:
    needing = {name for name, _method, access in WRITES if access == "administer"}
    kinds = {[kind for kind in SETTINGS if name.startswith(f"api:{kind}")][-1] for name in needing}
    assert kinds == set(SETTINGS)


@pytest.mark.parametrize("held", ["read", "write"])
def test_every_write_asks_how_far_the_token_reaches(administrator: User, held: str) -> None:
    """Before anything else: nothing is said of what is there."""
    client = bearer(give_token(administrator, held)[1])
    for name, method, needed in WRITES:
        answer = getattr(client, method)(reverse(name, args=_arguments(name)), {}, "application/json")
        refused = answer.status_code == 403 and answer.json()["code"] == "permission_denied"
        assert refused == (held == "read" or needed == "administer"), name


def _arguments(name: str) -> list[str]:
    pattern = next(str(pattern.pattern) for each, pattern in routes() if each == name)
    return ["1"] * pattern.count("<")


def test_rights_are_given_with_a_token_that_administers_only(administrator: User) -> None:
    """Somebody who steals a token that writes must not be able to make themselves administrator."""
    f.make_user("bob")
    body = {"user": "bob", "role": "reader", "scope": "organisation"}
    grants = Grant.objects.count()
    refused = bearer(give_token(administrator, "write")[1]).post("/api/v1/grants/", body, "application/json")
    assert refusal(refused)[:2] == (403, "permission_denied")
    assert Grant.objects.count() == grants
    given = bearer(give_token(administrator, "administer")[1]).post("/api/v1/grants/", body, "application/json")
    assert (given.status_code, Grant.objects.count()) == (201, grants + 1)


def test_a_token_does_not_reach_beyond_its_person() -> None:
    client = bearer(give_token(f.make_member("reader", username="rea"), "administer")[1])
    answer = client.patch("/api/v1/organisation/", {"name": "Mine"}, "application/json")
    assert refusal(answer)[:2] == (403, "not_allowed")


def test_its_use_is_noted_once_an_hour(administrator: User) -> None:
    token, text = give_token(administrator)
    client = bearer(text)
    client.get("/api/v1/me/")
    token.refresh_from_db()
    first = token.used_at
    assert first is not None
    client.get("/api/v1/me/")
    token.refresh_from_db()
    assert token.used_at == first
    ApiToken.objects.update(used_at=first - timedelta(hours=1, seconds=1))
    client.get("/api/v1/me/")
    token.refresh_from_db()
    assert token.used_at is not None
    assert token.used_at >= first


def test_the_session_of_a_browser_needs_the_token_of_its_forms(administrator: User) -> None:
    """A page of another site could send the cookie along, but not this."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    assert client.get("/api/v1/me/").json()["token"] is None
    answer = client.patch("/api/v1/organisation/", {"name": "Mine"}, "application/json")
    assert refusal(answer)[:2] == (403, "permission_denied")


def test_a_program_needs_no_token_of_forms(administrator: User) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Token {give_token(administrator)[1]}"})
    assert client.patch("/api/v1/organisation/", {"name": "Ours"}, "application/json").status_code == 200
