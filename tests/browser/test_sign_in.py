"""The door of the application, for somebody who has not signed in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import OpenPage


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_sign_in_page_is_accessible(
    browser_page: OpenPage, axe: Callable[[Page], None], theme: str, width: int
) -> None:
    page = browser_page(theme=theme, width=width)
    page.goto("/login/")
    axe(page)


def test_a_stranger_is_sent_to_sign_in(browser_page: OpenPage) -> None:
    page = browser_page()
    page.goto("/jobs/")
    expect(page).to_have_url("/login/?next=/jobs/")
