"""Every page of the demonstration, in both themes and on a phone: accessible, quiet, and within the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from pmo.core.models import User
from tests.browser.chromium import OpenPage
from tests.browser.every_page import ELSEWHERE, PAGES, address
from tests.rights.matrix import MATRIX

PHONE = {"width": 390, "height": 844}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def soon(page: Page, condition: str) -> bool:
    """Charts follow the screen a moment later; the page's policy lets no script of ours wait for them inside it."""
    for _ in range(30):
        if page.evaluate(condition):
            return True
        page.wait_for_timeout(100)
    return False


def test_no_page_is_forgotten() -> None:
    assert {row.route for row in MATRIX if row.method == "GET"} == {route for route, _ in PAGES} | set(ELSEWHERE)


@pytest.mark.parametrize(("route", "variant"), PAGES, ids="".join)
def test_a_page_in_both_themes_and_on_a_phone(
    demo: None, browser_page: OpenPage, axe: Callable[[Page], None], route: str, variant: str
) -> None:
    page = browser_page(User.objects.get(username="admin"))
    response = page.goto(address(route, variant))
    assert response
    assert (response.status, response.request.redirected_from) == (200, None)
    axe(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    axe(page)
    page.set_viewport_size(PHONE)
    assert soon(page, FITS)
