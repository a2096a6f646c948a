"""Rights in the browser: a role given after a look at it, why somebody does not see something, and seeing as them."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from pmo.core.models import User
from projects.models import Project
from tests.browser.chromium import OpenPage
from tests.browser.test_every_page import FITS, PHONE, soon


def in_every_light(page: Page, axe: Callable[[Page], None]) -> None:
    """Accessible in both themes, and within the screen of a phone."""
    axe(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    axe(page)
    page.set_viewport_size(PHONE)
    assert soon(page, FITS)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_role_is_given_after_a_look_at_what_it_changes(
    demo: None, browser_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    page = browser_page(User.objects.get(username="admin"))
    elena = User.objects.get(username="elena")
    page.goto(f"/admin/grants/new/?user={elena.pk}&scope=portfolio&code=IND")
    page.get_by_label("Role").select_option("reader")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="This would be granted")).to_be_visible()
    in_every_light(page, axe)
    page.get_by_role("button", name="Grant a role").click()
    expect(page).to_have_url(re.compile("/admin/grants/$"))
    expect(page.get_by_text("1 grant given.")).to_be_visible()


def test_the_page_of_a_project_leads_to_why_somebody_does_not_see_it(
    demo: None, browser_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    page = browser_page(User.objects.get(username="admin"))
    secret, outsider = Project.objects.get(confidential=True), User.objects.create_user("outsider")
    page.goto(f"/projects/{secret.code}/")
    page.get_by_role("link", name="Who sees this").click()
    expect(page.get_by_role("heading", name="Everybody on")).to_be_visible()
    in_every_light(page, axe)
    page.goto(f"{page.url}&person={outsider.pk}")
    expect(page.get_by_text("outsider does not see this.")).to_be_visible()
    in_every_light(page, axe)


def test_an_administrator_looks_as_a_manager_and_comes_back(
    demo: None, browser_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    page = browser_page(User.objects.get(username="admin"))
    elena = User.objects.get(username="elena")
    page.goto(f"/admin/people/{elena.uuid}/")
    page.get_by_role("button", name="See as this person").click()
    banner = page.get_by_role("complementary", name="Seen as somebody else")
    expect(banner).to_contain_text(str(elena))
    in_every_light(page, axe)
    page.goto("/projects/")
    expect(banner).to_be_visible()
    banner.get_by_role("button", name="Stop").click()
    expect(page).to_have_url(re.compile(f"/admin/people/{elena.uuid}/"))
    expect(banner).to_have_count(0)
