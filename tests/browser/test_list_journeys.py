"""Lists as people work with them: filter, group, choose columns, keep a view, change many rows, take a file away."""

import csv
import re

import pytest
from playwright.sync_api import expect

from projects.models import Project
from tests import factories as f
from tests.browser.chromium import OpenPage


@pytest.fixture
def projects() -> list[Project]:
    f.make_organisation()
    home = f.make_portfolio("HOME")
    names = (
        ("ONE", "Harbour crane", "execution"),
        ("TWO", "Harbour gate", "planning"),
        ("THREE", "Payroll", "planning"),
    )
    return [f.make_project(code, name=name, phase=phase, portfolio=home) for code, name, phase in names]


def test_the_table_of_projects(browser_page: OpenPage, projects: list[Project]) -> None:
    page = browser_page(f.make_member("pmo_analyst"))
    page.goto("/projects/")
    rows = page.locator("tbody tr:not(.group-row)")
    expect(rows).to_have_count(3)

    page.locator("main input[name=q]").fill("harbour")
    page.locator("main input[name=q]").press("Enter")
    expect(page).to_have_url(re.compile("q=harbour"))
    expect(rows).to_have_count(2)

    page.locator("summary", has_text="Group").click()
    page.locator(".menu-list").get_by_role("link", name="Phase", exact=True).click()
    expect(page.locator(".group-row")).to_have_count(2)
    expect(rows).to_have_count(2)

    expect(page.get_by_role("columnheader", name="Portfolio")).to_have_count(0)
    page.locator("summary", has_text="Columns").click()
    page.locator(".column-chooser").get_by_label("Portfolio").check()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("columnheader", name="Portfolio")).to_be_visible()
    expect(rows).to_have_count(2)

    page.get_by_role("button", name="Save this view").click()
    window = page.locator("dialog#save-view")
    window.get_by_label("Name").fill("At the harbour")
    window.get_by_role("button", name="Save").click()
    page.goto("/projects/")
    expect(rows).to_have_count(3)
    page.get_by_role("link", name="At the harbour").click()
    expect(rows).to_have_count(2)
    expect(page.get_by_role("columnheader", name="Portfolio")).to_be_visible()

    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    with open(taken.value.path(), encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    assert "Portfolio" in header
    assert {line[header.index("Project")] for line in lines} == {"Harbour crane", "Harbour gate"}


def test_many_projects_are_changed_at_once(browser_page: OpenPage, projects: list[Project]) -> None:
    page = browser_page(f.make_member("pmo_analyst"))
    page.goto("/projects/?q=harbour")
    for name in ("Harbour crane", "Harbour gate"):
        page.get_by_label(f"Choose {name}").check()
    page.get_by_text("Change the ticked projects").click()
    page.locator(".bulk").get_by_label("Priority").select_option("low")
    page.locator(".bulk").get_by_role("button", name="Apply").click()
    expect(page.get_by_text("2 projects changed.")).to_be_visible()
    expect(page).to_have_url(re.compile("q=harbour"))
    assert set(Project.objects.filter(priority="low").values_list("code", flat=True)) == {"ONE", "TWO"}


def test_the_matrix_filters_the_register(browser_page: OpenPage, projects: list[Project]) -> None:
    for title, probability, impact in (("Flood", 4, 5), ("Fire", 4, 5), ("Theft", 2, 2)):
        f.make_risk(projects[0], title=title, inherent_probability=probability, inherent_impact=impact)
    page = browser_page(f.make_member("reader"))
    page.goto("/registers/risks/")
    rows = page.locator(".data-table tbody tr")
    expect(rows).to_have_count(3)
    page.get_by_role("link", name=re.compile("probability 4, impact 5")).click()
    expect(rows).to_have_count(2)
    expect(page.get_by_text("Theft")).to_have_count(0)
    expect(page.locator(".matrix .is-selected")).to_have_text(re.compile("2"))


def test_two_people_edit_the_same_risk(browser_page: OpenPage, projects: list[Project], watch: object) -> None:
    watch.allowed.append("422")  # type: ignore[attr-defined]
    risk = f.make_risk(projects[0], title="Flood")
    address = f"/registers/risks/{risk.uuid}/edit/"
    first, second = (browser_page(f.make_member("project_manager", projects[0])) for _ in range(2))
    for page in (first, second):
        page.goto(address)
    first.get_by_label("Title").fill("Flood in the north hall")
    first.get_by_role("button", name="Save").click()
    expect(first).not_to_have_url(address)

    second.get_by_label("Title").fill("Flood in the south hall")
    second.get_by_role("button", name="Save").click()
    expect(second.locator("main")).to_contain_text("Flood in the north hall")
    expect(second.get_by_label("Title")).to_have_value("Flood in the south hall")
    risk.refresh_from_db()
    assert risk.title == "Flood in the north hall"

    second.get_by_role("button", name="Save").click()
    expect(second).not_to_have_url(address)
    risk.refresh_from_db()
    assert risk.title == "Flood in the south hall"
