"""Signing in by OpenID Connect, and every answer of a provider that must not let anybody in."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.sso.conftest import Vigie
from tests.sso.openid_provider import CLIENT, OpenIdProvider, new_key

Browser = Callable[[], requests.Session]


def come_in(session: requests.Session, door: str, **more: Any) -> requests.Response:
    return session.get(f"{door}/login/oidc/", **more)


def inside(session: requests.Session, door: str) -> bool:
    return session.get(f"{door}/help/", allow_redirects=False).status_code == 200


def test_a_verified_address_signs_its_person_in(
    vigie: Vigie, door: str, openid: OpenIdProvider, browser: Browser
) -> None:
    session = browser()
    assert "Sign in with Harbour ID" in session.get(f"{door}/login/").text
    assert come_in(session, door, params={"next": "/help/"}).url == f"{door}/help/"
    assert inside(session, door)
    again = browser()
    come_in(again, door)
    assert inside(again, door)
    assert vigie.verbs("ines") == ["linked", "signed in", "signed in"]
    assert vigie.rows("SELECT provider, uid, extra_data FROM socialaccount_socialaccount") == [
        ("oidc", openid.subject, "{}")
    ]
    assert vigie.rows("SELECT count(*) FROM account_emailaddress") == [(0,)]


def test_it_asks_with_a_state_a_nonce_and_a_challenge(door: str, openid: OpenIdProvider, browser: Browser) -> None:
    come_in(browser(), door)
    come_in(browser(), door)
    one, two = openid.asked
    assert one["code_challenge_method"] == "S256"
    assert all(one[name] != two[name] for name in ("state", "nonce", "code_challenge"))


SPOILT: dict[str, dict[str, Any]] = {
    "for somebody else": {"spoil": {"aud": "another-client"}},
    "by somebody else": {"spoil": {"iss": "https://evil.example"}},
    "expired": {"spoil": {"exp": int(time.time()) - 3600}},
    "without an end": {"spoil": {"exp": None}},
    "of another sign-in": {"spoil": {"nonce": "another"}},
    "of no sign-in": {"spoil": {"nonce": None}},
    "signed by another key": {"signs_with": new_key()},
    "signed with a shared secret": {"signs_with": "a-secret-that-both-sides-know-of-32", "algorithm": "HS256"},
    "not signed": {"signs_with": "", "algorithm": "none"},
    "about two people": {"userinfo": {"sub": "somebody-else"}},
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_token_that_is_not_right_opens_nothing(
    vigie: Vigie, door: str, openid: OpenIdProvider, browser: Browser, how: str
) -> None:
    openid.email = "paul@example.org"
    for name, value in SPOILT[how].items():
        setattr(openid, name, value)
    session = browser()
    answer = come_in(session, door)
    assert (answer.status_code, "Single sign-on did not work" in answer.text) == (401, True)
    assert not inside(session, door)
    assert vigie.verbs("paul") == []


def test_a_token_used_before_opens_nothing(vigie: Vigie, door: str, openid: OpenIdProvider, browser: Browser) -> None:
    openid.spoil = {"jti": "the-same"}
    come_in(browser(), door)
    session = browser()
    assert come_in(session, door).status_code == 401
    assert not inside(session, door)


def test_an_answer_opens_once_and_only_in_the_browser_that_asked(
    door: str, openid: OpenIdProvider, browser: Browser
) -> None:
    session = browser()
    asked = session.get(f"{door}/login/oidc/", allow_redirects=False).headers["Location"]
    answer = session.get(asked, allow_redirects=False).headers["Location"]
    stranger = browser()
    assert stranger.get(answer).status_code == 401
    session.get(answer)
    again = session.get(answer)
    assert again.status_code == 401
    assert not inside(stranger, door)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an address that is not verified": ({"userinfo": {"email_verified": False}}, "does not vouch for your e-mail"),
    "no address": ({"userinfo": {"email": None}}, "told Vigie no e-mail address"),
    "nobody": ({"email": "nobody@example.org"}, "Nobody has your e-mail address in Vigie"),
    "several people": ({"email": "twins@example.org"}, "Nobody has your e-mail address in Vigie"),
    "who left": ({"email": "gone@example.org"}, "Nobody has your e-mail address in Vigie"),
}


@pytest.mark.parametrize("who", REFUSED)
def test_who_is_not_known_for_certain_is_refused_in_words(
    vigie: Vigie, door: str, openid: OpenIdProvider, browser: Browser, who: str
) -> None:
    openid.email = "paul@example.org"
    changed, words = REFUSED[who]
    for name, value in changed.items():
        setattr(openid, name, value)
    people = vigie.rows("SELECT count(*) FROM core_user")
    session = browser()
    answer = come_in(session, door)
    assert (answer.status_code, words in answer.text) == (403, True)
    assert not inside(session, door)
    assert vigie.rows("SELECT count(*) FROM core_user") == people
    assert vigie.verbs("paul") == []


def test_who_left_after_being_linked_is_refused(
    vigie: Vigie, door: str, openid: OpenIdProvider, browser: Browser
) -> None:
    vigie.rows(
        "INSERT INTO socialaccount_socialaccount (provider, uid, last_login, date_joined, extra_data, user_id) "
        "SELECT 'oidc', 'subject-of-gone@example.org', date('now'), date('now'), '{}', id FROM core_user "
        "WHERE username = 'gone'"
    )
    openid.email = "gone@example.org"
    session = browser()
    assert "This account is closed." in come_in(session, door).text
    assert not inside(session, door)


def test_an_unknown_person_is_created_without_any_role_where_that_is_wanted(
    vigie: Vigie, openid: OpenIdProvider, browser: Browser
) -> None:
    creating = vigie.start(VIGIE_SSO_CREATE="1")
    openid.email = "new@example.org"
    session = browser()
    come_in(session, creating)
    assert inside(session, creating)
    made = "SELECT first_name, last_name, email, is_superuser, substr(password, 1, 1) FROM core_user WHERE username = ?"
    assert vigie.rows(made, "new@example.org") == [("Inès", "Roux", "new@example.org", 0, "!")]
    assert vigie.verbs("new@example.org") == ["created", "linked", "signed in"]
    openid.email = "gone@example.org"
    openid.userinfo = {"sub": "another-subject"}
    openid.spoil = {"sub": "another-subject"}
    assert come_in(browser(), creating).status_code == 403


def test_parameters_of_a_link_do_not_steer_it(door: str, openid: OpenIdProvider, browser: Browser) -> None:
    session = browser()
    steering = {
        "process": "connect",
        "scope": "everything",
        "auth_params": "prompt=none",
        "next": "https://evil.example/",
    }
    assert come_in(session, door, params=steering).url == f"{door}/"
    assert "everything" not in openid.asked[0]["scope"]
    assert "prompt" not in openid.asked[0]
    assert openid.asked[0]["client_id"] == CLIENT


def test_a_provider_that_is_away_is_said_on_a_page(vigie: Vigie, browser: Browser) -> None:
    lost = vigie.start(VIGIE_OIDC_ISSUER="http://127.0.0.1:9")
    answer = come_in(browser(), lost)
    assert (answer.status_code, "Single sign-on did not work" in answer.text) == (401, True)
