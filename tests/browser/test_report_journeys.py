"""What publishing a report changes, what it never changes again, and what it asks for."""

from playwright.sync_api import Page, expect

from projects.models import Project, StatusReport
from tests import factories as f
from tests.browser.chromium import OpenPage


def write_report(page: Page, *, health: str, progress: str) -> None:
    page.goto("/projects/ALPHA/report/")
    page.get_by_label(health, exact=True).check()
    page.get_by_label("Percent complete").fill(progress)
    page.get_by_label("What changed").fill("The roof is closed.")
    page.get_by_label("Next steps").fill("Install the line.")
    page.get_by_role("button", name="Preview and publish").click()


def project_on_budget() -> Project:
    """Its estimate is the approved budget, so the rules find its cost green."""
    f.make_organisation()
    project = f.make_project("ALPHA", name="New plant", reporting_cycle="monthly")
    f.make_budget_line(project, "1000")
    f.make_forecast(project, "1000")
    return project


def test_the_dashboard_follows_and_the_report_stays(browser_page: OpenPage) -> None:
    project = project_on_budget()
    executive = browser_page(f.make_member("executive", username="claire"))
    executive.goto("/projects/")
    row = executive.get_by_role("row", name="New plant")
    expect(row).not_to_contain_text("Storm")

    manager = browser_page(f.make_member("project_manager", project, "elena"))
    write_report(manager, health="Red", progress="35")
    expect(manager.get_by_role("button", name="Publish", exact=True)).to_be_visible()
    manager.get_by_role("link", name="Write on").first.click()
    manager.get_by_label("Why it differs").fill("The supplier is bankrupt.")
    manager.get_by_role("button", name="Preview and publish").click()
    manager.get_by_role("button", name="Publish", exact=True).click()
    expect(manager.get_by_text("Published", exact=True)).to_be_visible()
    published = manager.locator("main").inner_text()

    executive.goto("/projects/")
    expect(row).to_contain_text("Storm")
    expect(row).to_contain_text("35")
    executive.goto("/")
    health = executive.locator(".card", has=executive.get_by_role("heading", name="Health")).first
    expect(health).to_contain_text("1 Red 100%")

    # The figures move on; what was published does not.
    manager_report = manager.url
    f.make_issue(project)
    manager.goto("/projects/ALPHA/money/budget/new/")
    manager.get_by_label("Original").fill("5000")
    manager.get_by_label("Current").fill("5000")
    manager.get_by_role("button", name="Save").click()
    expect(manager).to_have_url("/projects/ALPHA/money/")
    manager.goto(manager_report)
    assert manager.locator("main").inner_text() == published
    expect(manager.get_by_role("button", name="Publish", exact=True)).to_have_count(0)


def test_a_health_that_differs_needs_a_reason(browser_page: OpenPage, watch: object) -> None:
    project = project_on_budget()
    watch.allowed.append("422")  # type: ignore[attr-defined]
    manager = browser_page(f.make_member("project_manager", project, "elena"))
    write_report(manager, health="Red", progress="35")
    expect(manager.get_by_text("say why before you publish")).to_be_visible()
    manager.get_by_role("button", name="Publish", exact=True).click()
    expect(manager.get_by_role("alert")).to_contain_text("Say why the declared health differs")
    assert not StatusReport.objects.filter(state="published").exists()

    manager.get_by_role("link", name="Write on").first.click()
    manager.get_by_label("Why it differs").fill("The supplier is bankrupt.")
    manager.get_by_role("button", name="Preview and publish").click()
    manager.get_by_role("button", name="Publish", exact=True).click()
    expect(manager.get_by_text("Published", exact=True)).to_be_visible()
    expect(manager.get_by_text("The supplier is bankrupt.")).to_be_visible()
