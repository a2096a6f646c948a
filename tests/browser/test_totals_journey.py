"""An administrator brings a real file into an empty organisation and opens its total down to the rows."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pmo.core.roles import Role
from projects.models import Project
from tests.browser.chromium import OpenPage
from tests.factories import make_member, make_organisation
from tests.portfolio.interop.real_files import FILES, real_bytes

# Published totals: projects, approved budget as the rows add up to, and how many projects know theirs.
TOTALS = {
    "us-it": (1073, "26,970,706,944.00", "known for 1,065 of 1,073"),
    "nyc-capital": (1108, "5,911,321,000.00", "sum of 1,108"),
    "gmpp": (19, "7,310,950,000.00", "known for 17 of 19"),
}


@pytest.mark.parametrize("profile", TOTALS)
def test_a_real_file_becomes_a_total_that_opens_down_to_its_rows(browser_page: OpenPage, profile: str) -> None:
    real_bytes(profile)  # skips where the file is absent
    projects, total, known = TOTALS[profile]
    make_organisation()
    page = browser_page(make_member(Role.ADMINISTRATOR))
    page.set_default_timeout(60_000)
    bring_in(page, profile)
    assert Project.objects.count() == projects
    page.goto("/")
    tile = page.locator(".tile", has=page.get_by_text("Approved budget", exact=True))
    expect(tile).to_contain_text(known)
    tile.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Approved budget")
    expect(page.locator("tfoot")).to_contain_text(total)
    page.locator("tbody th a").first.click()
    expect(page).to_have_url(re.compile(r"/projects/[^/]+/"))


def bring_in(page: Page, profile: str) -> None:
    """Upload, look at the columns, check without writing, apply."""
    page.goto("/imports/")
    page.get_by_role("link", name="Import a file").first.click()
    page.locator("input[type=file]").set_input_files(FILES[profile])
    page.get_by_label("Profile").select_option(profile)
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_text("columns are read")).to_be_visible()
    page.get_by_role("button", name="Check without writing").click()
    long: Any = {"timeout": 60_000}
    expect(page.get_by_text("Nothing has been written yet")).to_be_visible(**long)
    assert not Project.objects.exists()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("The file was applied")).to_be_visible(**long)
