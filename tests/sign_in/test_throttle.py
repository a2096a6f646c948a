"""Ten tries in a quarter of an hour: per account and per address, in every process, whatever a visitor claims."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from pmo.core.models import AuditEntry
from tests.factories import make_user
from tests.sign_in.codes import code_of, give_app, sign_in, signed_in, verbs

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many attempts."
TRIES = 10


@pytest.fixture(params=["locmem.LocMemCache", "db.DatabaseCache"])
def _cache(request: pytest.FixtureRequest, settings: Any) -> None:
    """In memory, and in the table that a migration made, as in production."""
    backend = {"BACKEND": f"django.core.cache.backends.{request.param}", "LOCATION": "core_cache"}
    settings.CACHES = {"default": backend}
    caches["default"].clear()


def fail(login: str, *, address: str = "203.0.113.1", times: int = TRIES, **more: str) -> Any:
    for _ in range(times):
        answer = sign_in(Client(), login, "wrong", REMOTE_ADDR=address, **more)
    return answer


@pytest.mark.usefixtures("_cache")
def test_the_eleventh_try_at_an_account_is_refused_from_everywhere_even_with_the_right_password() -> None:
    make_user("ines", email="ines@example.org")
    for n in range(TRIES):
        assert TOO_MANY not in fail("ines", address=f"203.0.113.{n}", times=1).content.decode()
    client = Client()
    for login in ("ines", "INES", "ines@example.org"):
        answer = sign_in(client, login, REMOTE_ADDR="203.0.113.99")
        assert TOO_MANY in answer.content.decode()
    assert not signed_in(client)


@pytest.mark.usefixtures("_cache")
def test_the_eleventh_try_from_an_address_is_refused_for_every_account() -> None:
    make_user("ines")
    for n in range(TRIES):
        assert TOO_MANY not in fail(f"somebody{n}", times=1).content.decode()
    assert TOO_MANY in sign_in(Client(), "ines", REMOTE_ADDR="203.0.113.1").content.decode()
    assert sign_in(Client(), "ines", REMOTE_ADDR="203.0.113.2").status_code == 302


def test_an_unknown_account_is_limited_as_a_known_one_is() -> None:
    for n in range(TRIES):
        fail("nobody", address=f"203.0.113.{n}", times=1)
    assert TOO_MANY in fail("nobody", address="203.0.113.99", times=1).content.decode()


def test_signing_in_gives_its_own_try_back_and_no_other() -> None:
    """Somebody with an account cannot clear the counter of their address by signing in now and then."""
    make_user("mallory")
    fail("ines", times=TRIES - 1)
    for _ in range(3):
        assert sign_in(Client(), "mallory", REMOTE_ADDR="203.0.113.1").status_code == 302
    fail("ines", times=1)
    assert TOO_MANY in sign_in(Client(), "mallory", REMOTE_ADDR="203.0.113.1").content.decode()


def test_nor_by_a_right_code_of_a_second_factor() -> None:
    give_app(make_user("mallory"))
    fail("ines", times=TRIES - 1)
    client = Client(REMOTE_ADDR="203.0.113.1")
    sign_in(client, "mallory")
    assert client.post("/login/code/", {"code": code_of()}).status_code == 302
    assert signed_in(client)
    fail("ines", times=1)
    assert TOO_MANY in sign_in(Client(), "mallory", REMOTE_ADDR="203.0.113.1").content.decode()


def test_codes_of_a_second_factor_are_limited_too() -> None:
    give_app(make_user("ines"))
    for n in range(TRIES):
        client = Client(REMOTE_ADDR=f"203.0.113.{n}")
        sign_in(client, "ines")
        assert TOO_MANY not in client.post("/login/code/", {"code": "000000"}).content.decode()
    client = Client(REMOTE_ADDR="203.0.113.99")
    sign_in(client, "ines")
    assert TOO_MANY in client.post("/login/code/", {"code": code_of()}).content.decode()
    assert not signed_in(client)


def test_being_locked_out_is_in_the_trail_once() -> None:
    person = make_user("ines")
    fail("ines", times=TRIES + 3)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.object_uuid) == ("locked out", None, person.uuid)
    assert entry.changes == {"address": [None, "203.0.113.1"]}


def test_what_a_visitor_says_of_their_address_is_not_believed() -> None:
    for n in range(TRIES):
        fail(f"somebody{n}", times=1, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
    assert TOO_MANY in fail("ines", times=1, HTTP_X_FORWARDED_FOR="198.51.100.99").content.decode()


def test_behind_a_proxy_only_what_the_proxy_added_counts(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(TRIES):
        fail(f"somebody{n}", times=1, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 198.51.100.7")
    refused = fail("ines", times=1, HTTP_X_FORWARDED_FOR="10.0.0.99, 198.51.100.7")
    other = fail("ines", times=1, HTTP_X_FORWARDED_FOR="10.0.0.99, 198.51.100.8")
    assert (TOO_MANY in refused.content.decode(), TOO_MANY in other.content.decode()) == (True, False)
    assert verbs() == []
