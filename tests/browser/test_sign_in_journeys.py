"""Signing in as people do: with an app, a recovery code, a passkey; shut out after ten tries; thrown out elsewhere."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pmo.core.models import User
from tests.browser.chromium import OpenPage
from tests.factories import PASSWORD, make_user
from tests.sign_in.codes import code_of, verbs

VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ines(live_server: Any) -> User:
    return make_user("ines", first_name="Inès")


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/login/")
    page.get_by_label("User name or e-mail address").fill("ines")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def sign_out(page: Page) -> None:
    page.locator("summary", has_text="Signed in as").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url("/login/")


def set_up_app(page: Page) -> tuple[str, list[str]]:
    """The key of the app, and the recovery codes that come with it."""
    page.goto("/account/security/")
    page.get_by_role("link", name="Set up an app").click()
    confirm(page)
    secret = page.locator("[data-secret]").inner_text()
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem").all_inner_texts()
    assert len(codes) == 10
    return secret, codes


def test_an_app_is_set_up_and_asked_for_from_then_on(ines: User, browser_page: OpenPage) -> None:
    page = browser_page()
    sign_in(page)
    secret, codes = set_up_app(page)
    sign_out(page)
    sign_in(page)
    expect(page).to_have_url("/login/code/")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This code is not right, or was used already.")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url("/")
    sign_out(page)
    sign_in(page)
    page.get_by_label("Code").fill(codes[3])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url("/")
    assert verbs()[-2:] == ["recovery code used", "signed in"]


def test_a_passkey_signs_in_alone(ines: User, browser_page: OpenPage) -> None:
    page = browser_page()
    authenticator(page)
    sign_in(page)
    add_passkey(page, alone=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/account/security/")
    expect(page.get_by_text("signs in alone")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url("/")
    assert verbs()[-1] == "signed in"


def test_a_passkey_is_the_second_factor_after_a_password(ines: User, browser_page: OpenPage) -> None:
    page = browser_page()
    authenticator(page)
    sign_in(page)
    add_passkey(page, alone=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(page)
    sign_in(page)
    expect(page).to_have_url("/login/code/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url("/")


def test_a_passkey_that_is_cancelled_or_missing_is_said_on_the_page(ines: User, browser_page: OpenPage) -> None:
    """As a person cancels; a simulated device without a passkey would only be given up after a minute."""
    page = browser_page()
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError'))")
    page.goto("/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used")).to_be_visible()


def authenticator(page: Page) -> None:
    """A device that holds passkeys, in Chromium's own simulation."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})


def add_passkey(page: Page, *, alone: bool) -> None:
    page.goto("/account/security/")
    page.get_by_role("link", name="Add a passkey").click()
    confirm(page)
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Sign in with this passkey alone").set_checked(alone)
    page.get_by_role("button", name="Make the passkey").click()


def test_ending_a_session_throws_the_other_browser_out(ines: User, browser_page: OpenPage) -> None:
    here, there = browser_page(), browser_page()
    for page in (there, here):
        sign_in(page)
        expect(page).to_have_url("/")
    here.goto("/account/sessions/")
    here.get_by_role("row").filter(has_not_text="This browser").get_by_role("button", name=re.compile("End")).click()
    expect(here.get_by_role("row")).to_have_count(2)
    there.goto("/help/")
    expect(there).to_have_url("/login/?next=/help/")


def test_ten_wrong_tries_shut_the_door(ines: User, browser_page: OpenPage) -> None:
    page = browser_page()
    for _ in range(10):
        sign_in(page, "wrong")
        expect(page.get_by_text("The name or the password is not right.")).to_be_visible()
    sign_in(page)
    expect(page.get_by_text("Too many attempts.")).to_be_visible()
    assert verbs() == ["locked out"]
