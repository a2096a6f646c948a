"""Signing in by SAML, and every response that must not let anybody in."""

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.pages.test_headers import faults_of
from tests.sso.conftest import Vigie
from tests.sso.openid_provider import new_key
from tests.sso.saml_provider import SamlProvider
from tests.sso.test_openid_connect import inside

Browser = Callable[[], requests.Session]


def asked(session: requests.Session, door: str) -> tuple[str, str]:
    """The provider's page: where it posts to, and what."""
    page = session.get(f"{door}/login/saml/", params={"next": "/help/"}).text
    return re.findall(r'action="([^"]+)"', page)[0], re.findall(r'value="([^"]+)"', page)[0]


def come_in(session: requests.Session, door: str) -> requests.Response:
    acs, response = asked(session, door)
    return session.post(acs, {"SAMLResponse": response})


def test_a_signed_assertion_signs_its_person_in(vigie: Vigie, door: str, saml: SamlProvider, browser: Browser) -> None:
    saml.email = "paul@example.org"
    session = browser()
    before = len(vigie.verbs("paul"))
    assert come_in(session, door).url == f"{door}/help/"
    assert inside(session, door)
    assert vigie.verbs("paul")[before:] == ["linked", "signed in"]


SPOILT: dict[str, dict[str, Any]] = {
    "for somebody else": {"audience": "https://another.example/metadata"},
    "expired": {"minutes": -30},
    "signed by another key": {"signs_with": new_key()},
    "not signed": {"signs": False},
    "with a second assertion before the signed one": {"smuggles": "paul@example.org"},
    "changed after it was signed": {"tampers": ("ines@example.org", "paul@example.org")},
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_response_that_is_not_right_opens_nothing(
    vigie: Vigie, door: str, saml: SamlProvider, browser: Browser, how: str
) -> None:
    for name, value in SPOILT[how].items():
        setattr(saml, name, value)
    people = [vigie.verbs(name) for name in ("ines", "paul")]
    session = browser()
    answer = come_in(session, door)
    assert (answer.status_code, "Single sign-on did not work" in answer.text) == (401, True)
    assert not inside(session, door)
    assert [vigie.verbs(name) for name in ("ines", "paul")] == people


def test_a_response_opens_once_and_only_in_the_browser_that_asked(
    door: str, saml: SamlProvider, browser: Browser
) -> None:
    session, stranger = browser(), browser()
    acs, response = asked(session, door)
    assert stranger.post(acs, {"SAMLResponse": response}).status_code == 401
    assert session.post(acs, {"SAMLResponse": response}).status_code == 200
    assert inside(session, door)
    session.cookies.clear()
    assert session.post(acs, {"SAMLResponse": response}).status_code == 401
    assert not inside(stranger, door)


def test_a_response_that_nobody_asked_for_opens_nothing(door: str, saml: SamlProvider, browser: Browser) -> None:
    session = browser()
    acs, _ = asked(session, door)
    unasked = saml.response(acs=acs, request="_unasked", audience=f"{door}/login/saml/saml/metadata/")
    assert session.post(acs, {"SAMLResponse": unasked}).status_code == 401
    assert not inside(session, door)


@pytest.mark.parametrize("email", ["nobody@example.org", "twins@example.org", "gone@example.org"])
def test_who_is_not_known_is_refused_in_words(door: str, saml: SamlProvider, browser: Browser, email: str) -> None:
    saml.email = email
    session = browser()
    answer = come_in(session, door)
    assert (answer.status_code, "You cannot come in this way" in answer.text) == (403, True)
    assert not inside(session, door)


BOMB = b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><r>&b;</r>'
RUBBISH = ["", "rubbish", "PHJ1YmJpc2gvPg==", base64.b64encode(BOMB).decode(), "x" * 200_001]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=["nothing", "words", "xml", "entities", "much"])
def test_rubbish_is_refused_and_breaks_nothing(door: str, browser: Browser, rubbish: str) -> None:
    answer = browser().post(f"{door}/login/saml/saml/acs/", {"SAMLResponse": rubbish})
    assert answer.status_code in (400, 401)


def test_a_provider_learns_who_we_are_and_that_there_is_no_single_logout(door: str, browser: Browser) -> None:
    session = browser()
    described = session.get(f"{door}/login/saml/saml/metadata/").text
    assert f'Location="{door}/login/saml/saml/acs/"' in described
    assert "SingleLogoutService" not in described
    assert session.get(f"{door}/login/saml/saml/logout/").status_code == 404


def test_pages_of_single_sign_on_carry_the_headers(door: str, saml: SamlProvider, browser: Browser) -> None:
    session = browser()
    saml.email = "nobody@example.org"
    answers = [
        session.get(f"{door}/login/"),
        session.get(f"{door}/login/oidc/", allow_redirects=False),
        session.get(f"{door}/login/saml/", allow_redirects=False),
        session.get(f"{door}/login/cancelled/"),
        session.get(f"{door}/login/saml/saml/metadata/"),
        session.post(f"{door}/login/saml/saml/acs/", {"SAMLResponse": "rubbish"}),
        come_in(session, door),
    ]
    for answer in answers:
        answer.streaming = False  # type: ignore[attr-defined]
    assert [fault for answer in answers for fault in faults_of(answer, answer.url)] == []
