"""A manager reports in a browser, and the executive's dashboard changes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from projects.models import StatusReport
from tests import factories as f

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_manager_publishes_and_the_executive_sees_it(browser_page: Any, axe: Callable[[Page], None]) -> None:
    project = f.make_project("ALPHA", name="New plant")
    f.make_budget_line(project, "1000")
    f.make_issue(project)
    manager = browser_page(f.make_member("project_manager", project, "elena"))

    manager.goto("/projects/ALPHA/report/")
    manager.get_by_label("Amber").check()
    manager.get_by_label("Percent complete").fill("35")
    manager.get_by_label("What changed").fill("The roof is closed.")
    manager.get_by_label("Next steps").fill("Install the line.")
    manager.get_by_label("Next steps").blur()
    expect(manager.get_by_text("Draft saved at")).to_be_visible()
    axe(manager)

    manager.get_by_role("button", name="Preview and publish").click()
    expect(manager.get_by_text("The roof is closed.")).to_be_visible()
    axe(manager)
    manager.get_by_role("button", name="Publish", exact=True).click()
    expect(manager.get_by_text("Published", exact=True)).to_be_visible()
    axe(manager)
    assert StatusReport.objects.get().state == "published"

    executive = browser_page(f.make_member("executive", username="claire"))
    executive.goto("/projects/")
    expect(executive.get_by_role("row", name="New plant")).to_contain_text("Cloud")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_registers_and_money_are_accessible(
    browser_page: Any, axe: Callable[[Page], None], theme: str, width: int
) -> None:
    project = f.make_project("ALPHA", programme=f.make_programme())
    risk = f.make_risk(project, inherent_probability=4, inherent_impact=5, cost_impact=1000)
    f.make_budget_line(project)
    f.make_actual(project, None, missing="withheld", missing_reason="Section 43")
    report = f.make_report(project, declared_health="green")
    page = browser_page(f.make_member("project_manager", project), width=width, theme=theme)

    for url in (
        "/registers/risks/",
        f"/registers/risks/{risk.uuid}/",
        f"/registers/risks/{risk.uuid}/edit/",
        f"/registers/risks/{risk.uuid}/delete/",
        "/registers/issues/",
        "/projects/ALPHA/money/",
        "/projects/ALPHA/money/budget/new/",
        "/projects/ALPHA/edit/",
        "/projects/ALPHA/report/",
        f"/reports/{report.uuid}/",
        "/reports/",
        "/reports/?show=owed",
    ):
        page.goto(url)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), url
