"""The pages of the door and of one's own security, each in the state it needs: in both themes and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from playwright.sync_api import Page, expect

from pmo.core.models import User
from tests.browser.chromium import OpenPage
from tests.browser.test_every_page import FITS, PHONE, soon
from tests.factories import PASSWORD, make_user
from tests.sign_in.codes import code_of, give_app
from tests.sign_in.passkey import stored_passkey

Check = Callable[[Page], None]
DOOR = {
    "/login/closed/": "This account is closed",
    "/login/password/": "Forgotten password",
    "/login/password/sent/": "Look into your mailbox",
    "/login/password/1-nothing/": "New password",
    "/login/password/done/": "The password is changed",
}
BARE = {
    "/account/security/": "Security",
    "/account/security/password/": "Change the password",
    "/account/security/app/": "Set up an authenticator app",
    "/account/security/passkeys/add/": "Add a passkey",
}
PROTECTED = {
    "/account/security/": "Security",
    "/account/security/app/remove/": "Remove the authenticator app",
    "/account/security/passkeys/{passkey}/remove/": "Remove a passkey",
    "/account/security/codes/": "Recovery codes",
    "/account/security/codes/new/": "New recovery codes",
    "/account/confirm/code/": "Confirm that it is you",
    "/account/confirm/passkey/": "Confirm that it is you",
}


def every_way(page: Page, axe: Check, path: str, heading: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    axe(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    axe(page)
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    assert soon(page, FITS), path
    page.set_viewport_size(size or PHONE)


def type_password(page: Page) -> None:
    page.goto("/login/")
    page.get_by_label("User name or e-mail address").fill("ines")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def enter(page: Page, code: str = "") -> None:
    """Sign in, and type the password once more, which opens the pages of the account for five minutes."""
    type_password(page)
    if code:
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account/confirm/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page).to_have_url("/")


@pytest.fixture
def ines(live_server: Any) -> User:
    return make_user("ines")


def test_the_pages_of_the_door(browser_page: OpenPage, axe: Check, settings: Any) -> None:
    page = browser_page()
    for sends_mail in (False, True):
        settings.SENDS_MAIL = sends_mail
        every_way(page, axe, "/login/password/", "Forgotten password")
    for path, heading in DOOR.items():
        every_way(page, axe, path, heading)


def test_the_pages_of_an_account_without_a_second_factor(ines: User, browser_page: OpenPage, axe: Check) -> None:
    page = browser_page()
    enter(page)
    for path, heading in BARE.items():
        every_way(page, axe, path, heading)
    User.objects.filter(pk=ines.pk).update(password="!")
    fresh = browser_page(User.objects.get(pk=ines.pk))
    every_way(fresh, axe, "/account/security/password/first/", "Set a password")


def test_the_pages_of_an_account_with_everything(ines: User, browser_page: OpenPage, axe: Check) -> None:
    give_app(ines)
    passkey = WebAuthn.add(ines, "Laptop", stored_passkey()).instance
    waiting, page = browser_page(), browser_page()
    type_password(waiting)
    every_way(waiting, axe, "/login/code/", "Second factor")
    enter(page, code_of())
    for path, heading in PROTECTED.items():
        every_way(page, axe, path.format(passkey=passkey.pk), heading)
    assert Authenticator.objects.count() == 3


def test_the_door_speaks_french(browser_page: OpenPage) -> None:
    page = browser_page(language="fr")
    page.goto("/login/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    expect(page.get_by_label("Nom d’utilisateur ou adresse électronique")).to_be_visible()
