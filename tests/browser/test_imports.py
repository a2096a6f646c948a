"""A stranger imports a real file in the browser and sees that it reconciles."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pmo.core.roles import Role
from projects.models import Project
from tests.factories import make_member
from tests.portfolio.interop.real_files import FILES, real_bytes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_a_real_file_from_upload_to_report(
    browser_page: Any, axe: Callable[[Page], None], theme: str, width: int
) -> None:
    real_bytes("gmpp")
    page = browser_page(make_member(Role.PMO_ANALYST), theme=theme, width=width)
    page.goto("/imports/")
    axe(page)
    page.get_by_role("link", name="Import a file").first.click()
    axe(page)
    page.locator("#id_file").set_input_files(FILES["gmpp"])
    page.locator("#id_profile").select_option("gmpp")
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_text("19 of 19 columns are read")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Check without writing").click()
    expect(page.get_by_text("Nothing has been written yet")).to_be_visible()
    assert not Project.objects.exists()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("The file was applied")).to_be_visible()
    expect(page.get_by_text("7,310.95").first).to_be_visible()
    axe(page)
    assert Project.objects.count() == 19
    assert page.evaluate("document.documentElement.scrollWidth") <= width
