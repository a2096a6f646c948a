"""Authenticator apps and recovery codes: set up, asked for, lost, reset; and the entry each leaves."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from pmo.core.actions.second_factors import NoFactors, OwnFactors, reset_second_factors
from pmo.core.errors import NotAllowed
from pmo.core.models import AuditEntry, User
from pmo.core.secrets import Unreadable, seal, unseal
from tests.factories import NOON, PASSWORD, make_member, make_user
from tests.sign_in.codes import SECRET, code_of, give_app, recovery_codes, sign_in, signed_in, verbs

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def ines() -> User:
    return make_user("ines")


def confirmed(client: Client, person: User) -> Client:
    """Signed in, and their password typed again."""
    sign_in(client, person.username)
    client.post("/account/confirm/", {"password": PASSWORD})
    return client


def test_an_app_is_set_up_after_a_confirmation_and_brings_recovery_codes(client: Client, ines: User) -> None:
    sign_in(client, "ines")
    assert client.get("/account/security/app/")["Location"].startswith("/account/confirm/")
    client.post("/account/confirm/", {"password": PASSWORD})
    secret = client.get("/account/security/app/").context["form"].secret
    assert client.post("/account/security/app/", {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()
    answer = client.post("/account/security/app/", {"code": code_of(secret)})
    assert answer["Location"] == "/account/security/codes/"
    assert len(client.get(answer["Location"]).context["unused_codes"]) == 10
    assert verbs() == ["signed in", "second factor added", "second factor added"]
    told = [entry.changes["second_factor"] for entry in AuditEntry.objects.filter(verb="second factor added")]
    assert sorted(told) == [[None, "recovery_codes"], [None, "totp"]]


def test_a_password_alone_no_longer_opens_the_account(client: Client, ines: User) -> None:
    give_app(ines)
    assert sign_in(client, "ines")["Location"] == "/login/code/"
    assert not signed_in(client)
    assert client.get("/help/").status_code == 302
    assert client.post("/login/code/", {"code": code_of()}).status_code == 302
    assert signed_in(client)
    assert AuditEntry.objects.get().changes["method"] == [None, "password, totp"]


def test_a_code_works_once(ines: User) -> None:
    give_app(ines)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, "ines")
        browser.post("/login/code/", {"code": code_of()})
    assert (signed_in(first), signed_in(second)) == (True, False)


def test_a_recovery_code_opens_once_and_says_so(ines: User) -> None:
    give_app(ines)
    code = recovery_codes(ines)[0]
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, "ines")
        browser.post("/login/code/", {"code": code})
    assert (signed_in(first), signed_in(second)) == (True, False)
    assert verbs() == ["recovery code used", "signed in"]
    assert len(recovery_codes(ines)) == 9


def test_a_sign_in_that_waits_for_its_code_can_be_given_up(client: Client, ines: User) -> None:
    give_app(ines)
    sign_in(client, "ines")
    assert client.get("/login/")["Location"] == "/login/code/"
    client.post("/login/cancel/")
    assert client.get("/login/").status_code == 200
    assert client.post("/login/code/", {"code": code_of()})["Location"] == "/login/"
    assert not signed_in(client)


def test_new_recovery_codes_replace_the_old(client: Client, ines: User) -> None:
    give_app(ines)
    confirm_with_code(client)
    old = recovery_codes(ines)
    client.post("/account/security/codes/new/")
    assert set(recovery_codes(ines)).isdisjoint(old)
    assert verbs()[-2:] == ["second factor removed", "second factor added"]


def test_removing_the_last_factor_takes_the_recovery_codes_along(client: Client, ines: User) -> None:
    give_app(ines)
    confirm_with_code(client)
    client.post("/account/security/app/remove/")
    assert not Authenticator.objects.exists()
    assert verbs()[-2:] == ["second factor removed", "second factor removed"]


def confirm_with_code(client: Client) -> None:
    sign_in(client, "ines")
    client.post("/login/code/", {"code": code_of()})
    client.post("/account/confirm/", {"password": PASSWORD})


def test_seeds_are_sealed_in_the_database(ines: User) -> None:
    app = give_app(ines)
    stored = Authenticator.objects.get(pk=app.pk).data["secret"]
    assert SECRET not in stored
    assert unseal(stored) == SECRET


def test_an_earlier_key_opens_what_it_sealed_and_an_unknown_one_nothing(settings: Any) -> None:
    sealed = seal("seed")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", [settings.SECRET_KEY]
    assert unseal(sealed) == "seed"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_a_seed_that_cannot_be_read_refuses_and_does_not_fail(client: Client, ines: User, settings: Any) -> None:
    app = give_app(ines)
    Authenticator.objects.filter(pk=app.pk).update(data={"secret": "gAAAA-nothing"})
    sign_in(client, "ines")
    answer = client.post("/login/code/", {"code": code_of()})
    assert (answer.status_code, "cannot be read any more" in answer.content.decode()) == (200, True)
    assert not signed_in(client)


def test_an_administrator_resets_what_somebody_lost(client: Client, ines: User) -> None:
    give_app(ines)
    sign_in(client, "ines")
    client.post("/login/code/", {"code": code_of()})
    reset_second_factors(person=ines, by=make_member("administrator"), at=NOON)
    assert not Authenticator.objects.exists()
    assert client.get("/help/").status_code == 302
    assert verbs() == ["signed in", "second factors reset", "sessions ended"]
    assert sign_in(client, "ines")["Location"] == "/"


def test_who_may_not_reset_changes_nothing(ines: User) -> None:
    administrator = make_member("administrator")
    give_app(ines)
    give_app(administrator)
    with pytest.raises(NotAllowed):
        reset_second_factors(person=ines, by=make_member("pmo_manager"), at=NOON)
    with pytest.raises(OwnFactors):
        reset_second_factors(person=administrator, by=administrator, at=NOON)
    with pytest.raises(NoFactors):
        reset_second_factors(person=make_user(), by=administrator, at=NOON)
    assert (Authenticator.objects.count(), verbs()) == (4, [])


def test_a_shell_resets_them_for_the_last_administrator(ines: User) -> None:
    give_app(ines)
    call_command("reset_second_factor", "ines", stdout=StringIO())
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.get().actor_name == "Vigie"
    for login in ("ines", "nobody"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", login)
