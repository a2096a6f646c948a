"""The shell of every page: the palette, the keys, the theme and the language."""

import re

import pytest
from playwright.sync_api import Page, expect

from pmo.core.models import User
from tests import factories as f
from tests.browser.chromium import OpenPage


@pytest.fixture
def page(browser_page: OpenPage) -> Page:
    f.make_organisation()
    f.make_project("CRANE", name="Harbour crane")
    page = browser_page(f.make_member("executive", username="claire"))
    page.goto("/help/")
    return page


@pytest.mark.parametrize("key", ["Control+k", "/"])
def test_the_palette_finds_and_opens(page: Page, key: str) -> None:
    page.keyboard.press(key)
    window = page.locator("dialog#palette")
    expect(window).to_be_visible()
    page.keyboard.type("harbour")
    expect(window.get_by_role("option")).to_have_count(1)
    expect(window.get_by_role("option")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/projects/CRANE/"))


def test_escape_closes_the_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#palette")).to_be_hidden()


def test_g_then_p_goes_to_the_projects(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("/projects/"))


def test_the_theme_changes_at_once_and_is_kept(page: Page) -> None:
    page.locator("summary", has_text="Theme").click()
    with page.expect_response(re.compile("/preferences/")):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert User.objects.get(username="claire").theme == "dark"


def test_the_language_changes_and_stays_on_the_page(page: Page) -> None:
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page).to_have_url("/help/")
    page.goto("/projects/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Projets")
