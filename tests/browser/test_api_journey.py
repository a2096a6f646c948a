"""Somebody gives a program a key, the program uses it, and the API is tried from the page that describes it."""

import json
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from pmo.core.models import User
from tests.browser.chromium import OpenPage
from tests.browser.test_every_page import FITS, PHONE, soon
from tests.factories import PASSWORD, make_member, make_project, make_risk


@pytest.fixture
def analyst(live_server: Any) -> User:
    make_risk(make_project())
    return make_member("pmo_analyst", username="karim")


def sign_in(page: Page, user: User) -> None:
    page.goto("/login/?next=/account/tokens/")
    page.get_by_label("User name").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url("/account/tokens/")


def ask(url: str, key: str) -> tuple[int, Any]:
    try:
        with urlopen(Request(url, headers={"Authorization": f"Token {key}"})) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        return error.code, json.load(error)


def test_a_token_is_made_used_and_revoked(
    live_server: Any, browser_page: OpenPage, axe: Callable[[Page], None], analyst: User
) -> None:
    page = browser_page()
    sign_in(page, analyst)
    axe(page)
    page.get_by_label("Name").fill("Monthly figures")
    page.get_by_role("button", name="Make the token").click()
    page.get_by_label("Password").fill(PASSWORD)  # whoever makes a key says once more who they are
    page.get_by_role("button", name="Confirm").click()
    key = page.locator(".notice code").first.inner_text()
    axe(page)
    page.set_viewport_size(PHONE)
    assert soon(page, FITS)
    status, body = ask(f"{live_server.url}/api/v1/risks/?fields=title", key)
    assert (status, len(body["results"])) == (200, 1)
    page.goto("/account/tokens/")
    expect(page.locator(".notice")).to_have_count(0)
    page.get_by_role("button", name="Revoke Monthly figures").click()
    expect(page.get_by_text("“Monthly figures” is revoked")).to_be_visible()
    status, body = ask(f"{live_server.url}/api/v1/risks/", key)
    assert (status, body["code"]) == (401, "authentication_failed")


def test_the_api_is_tried_where_it_is_described(browser_page: OpenPage, analyst: User) -> None:
    page = browser_page(analyst)
    page.goto("/api/v1/")
    page.locator("#operations-tag-risks").click()
    operation = page.locator("#operations-risks-list_risks")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    page.set_viewport_size(PHONE)
    assert soon(page, FITS)
