"""Lists: the filters of the pages, an order, fewer fields, pages, and cursors that miss nothing."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import RequestFactory

from pmo.core.models import User
from projects.filters.money import ActualCostFilter, BudgetLineFilter, CommitmentFilter, ForecastFilter
from projects.filters.project import ProjectFilter
from projects.filters.register import (
    ActionFilter,
    ChangeFilter,
    DecisionFilter,
    IssueFilter,
    MilestoneFilter,
    RiskFilter,
)
from projects.models import (
    Action,
    ActualCost,
    BudgetLine,
    ChangeRequest,
    Commitment,
    Decision,
    Forecast,
    Issue,
    Milestone,
    Project,
    Risk,
)
from projects.queries.register import entries
from tests import factories as f
from tests.calls import Api, refusal

pytestmark = pytest.mark.django_db
LATER, SOON = "2026-09-01", "2026-06-20"

# The filter of the pages; what is asked, and how many of the two rows it finds.
ASKED: list[tuple[str, type[Any], type[Model], dict[str, Any], int]] = [
    ("projects", ProjectFilter, Project, {"q": "be"}, 1),
    ("projects", ProjectFilter, Project, {"portfolio": "TOP"}, 2),
    ("projects", ProjectFilter, Project, {"portfolio": "SUB"}, 1),
    ("projects", ProjectFilter, Project, {"programme": "PG"}, 1),
    ("projects", ProjectFilter, Project, {"manager": "mia"}, 1),
    ("projects", ProjectFilter, Project, {"status": ["active", "closed"], "phase": "closure"}, 1),
    ("risks", RiskFilter, Risk, {"probability": "4"}, 1),
    ("risks", RiskFilter, Risk, {"assessed": "no", "open": "yes"}, 0),
    ("risks", RiskFilter, Risk, {"due": "overdue", "as_of": LATER}, 1),
    ("risks", RiskFilter, Risk, {"project": "BETA"}, 1),
    ("issues", IssueFilter, Issue, {"severity": "high"}, 1),
    ("decisions", DecisionFilter, Decision, {"owner": "mia"}, 1),
    ("actions", ActionFilter, Action, {"due": "7", "as_of": "2026-06-15"}, 1),
    ("change-requests", ChangeFilter, ChangeRequest, {"open": "no"}, 1),
    ("milestones", MilestoneFilter, Milestone, {"gate": "yes", "slipped": "no"}, 1),
    ("budget-lines", BudgetLineFilter, BudgetLine, {"period_from": "2026-02-01", "period_to": "2026-12-31"}, 1),
    ("budget-lines", BudgetLineFilter, BudgetLine, {"category": "IT", "known": "yes"}, 1),
    ("commitments", CommitmentFilter, Commitment, {"open": "yes", "supplier": "Acme"}, 1),
    ("actual-costs", ActualCostFilter, ActualCost, {"posted_from": "2026-06-16", "posted_to": LATER}, 1),
    ("actual-costs", ActualCostFilter, ActualCost, {"known": "no"}, 1),
    ("actual-costs", ActualCostFilter, ActualCost, {"portfolio": "SUB", "currency": "usd"}, 1),
    ("forecasts", ForecastFilter, Forecast, {"kind": "etc", "made_to": LATER}, 1),
]


@pytest.fixture
def reader() -> User:
    return f.make_member("executive", username="eva")


@pytest.fixture
def api(reader: User) -> Api:
    return Api(reader)


@pytest.fixture
def two_of_each() -> None:
    """One dull row of every kind in ALPHA, one that filters find in BETA."""
    mia, top = f.make_user("mia"), f.make_portfolio("TOP")
    home = f.make_programme("PG", portfolio=f.make_portfolio("SUB", parent=top))
    alpha = f.make_project("ALPHA", portfolio=top)
    beta = f.make_project("BETA", programme=home, manager=mia, phase="closure")
    missing: dict[str, Any] = {"amount": None, "missing": "unknown", "missing_reason": "Not said"}
    f.make_risk(alpha, state="closed", closed_on=f.DAY)
    f.make_risk(beta, inherent_probability=4, inherent_impact=5, review_on=SOON)
    f.make_issue(alpha)
    f.make_issue(beta, severity="high")
    f.make_decision(alpha)
    f.make_decision(beta, owner=mia)
    f.make_action(alpha)
    f.make_action(beta, due_on=SOON)
    f.make_change(alpha)
    f.make_change(beta, state="approved", decided_on=f.DAY)
    f.make_milestone(alpha)
    f.make_milestone(beta, gate=True)
    f.make_budget_line(alpha)
    f.make_budget_line(beta, category="IT", period_start="2026-01-01", period_end="2026-03-31")
    f.make_commitment(alpha)
    f.make_commitment(beta, supplier="Acme")
    f.make_actual(alpha, **missing)
    f.make_actual(beta, posting_date=SOON, currency="USD")
    f.make_forecast(alpha)
    f.make_forecast(beta, kind="etc")


@pytest.mark.parametrize(("path", "filters", "model", "asked", "found"), ASKED)
def test_a_list_is_filtered_as_its_page(
    api: Api,
    reader: User,
    two_of_each: None,
    path: str,
    filters: type[Any],
    model: type[Any],
    asked: dict[str, Any],
    found: int,
) -> None:
    request: Any = RequestFactory().get("/", asked)
    request.user, request.as_of = reader, f.date.fromisoformat(asked.get("as_of", "2026-06-15"))
    register = filters.__module__.endswith("register")
    seen = entries(model, reader) if register else model.objects.visible_to(reader)
    page = filters(request.GET, queryset=seen, request=request)
    assert page.is_valid()
    assert {row["id"] for row in api.rows(f"{path}/", **asked)} == {str(row.uuid) for row in page.qs}
    assert api.get(f"{path}/", count="true", **asked).json()["count"] == page.qs.count() == found


def test_rows_are_found_by_where_they_come_from_and_when_they_were_written(api: Api) -> None:
    project = f.make_project("ALPHA")
    f.make_risk(project, title="Old")
    new = f.make_risk(project, title="New", source="sap", external_id="7")
    assert [row["title"] for row in api.rows("risks/", source="sap", external_id="7")] == ["New"]
    since = new.updated_at.isoformat()
    assert [row["title"] for row in api.rows("risks/", updated_since=since)] == ["New"]


def test_an_order_and_fewer_fields_are_asked_for(api: Api) -> None:
    project = f.make_project("ALPHA")
    for title, day in (("A", "2026-01-02"), ("B", None), ("C", "2026-01-01")):
        f.make_action(project, title=title, due_on=day)
    rows = api.rows("actions/", fields="title,project", ordering="due_on")
    assert rows == [{"project": "ALPHA", "title": title} for title in "CAB"]
    assert [row["title"] for row in api.rows("actions/", ordering="-due_on,title")] == ["A", "C", "B"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"colour": "blue"}, "colour"),
        ({"fields": "title,owner_name"}, "fields"),
        ({"ordering": "colour"}, "ordering"),
        ({"page": "0"}, "page"),
        ({"page_size": "1001"}, "page_size"),
        ({"count": "maybe"}, "count"),
        ({"cursor": "?"}, "cursor"),
        ({"cursor": "", "page": "1"}, "cursor"),
        ({"state": "melted"}, "state"),
        ({"portfolio": "NOWHERE"}, "portfolio"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"updated_since": "long ago"}, "updated_since"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(api: Api, asked: dict[str, str], field: str) -> None:
    assert refusal(api.get("risks/", **asked)) == (400, "bad_query", [field])


def test_pages_lead_to_each_other(api: Api) -> None:
    project = f.make_project("ALPHA")
    for number in range(5):
        f.make_risk(project, title=f"R{number}")
    titles, address = [], "risks/?page_size=2&ordering=title&count=true"
    while address:
        page = api.client.get(address if address.startswith("http") else f"/api/v1/{address}").json()
        assert page["count"] == 5
        titles.append([row["title"] for row in page["results"]])
        address = page["next"]
    assert titles == [["R0", "R1"], ["R2", "R3"], ["R4"]]
    assert api.get("risks/", page=3, page_size=2).json()["previous"].endswith("page=2&page_size=2")
    assert api.get("risks/", page=4, page_size=2).json()["results"] == []


def test_a_cursor_walks_every_row_once_while_rows_are_written(api: Api) -> None:
    project = f.make_project("ALPHA")
    for number in range(7):
        f.make_risk(project, title=f"R{number}", raised_on=f.date(2026, 1, 1 + number % 3))
    seen, address = [], "/api/v1/risks/?cursor=&page_size=2&fields=title"
    while address:
        page = api.client.get(address).json()
        seen += [row["title"] for row in page["results"]]
        if len(seen) <= 6:
            f.make_risk(project, title=f"N{len(seen)}")  # newer rows come later, none is met twice
        Risk.objects.filter(title="R0").update(raised_on="2026-12-31")  # no edit moves a row in this order
        address = page["next"]
    assert seen == [*(f"R{number}" for number in range(7)), "N2", "N4", "N6"]


def test_a_cursor_ends_where_the_rows_end(api: Api) -> None:
    project = f.make_project("ALPHA")
    for _ in range(2):
        f.make_risk(project)
    page = api.get("risks/", cursor="", page_size=2).json()
    assert (len(page["results"]), page["next"], page["previous"]) == (2, None, None)
