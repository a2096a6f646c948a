"""Lists are filtered as the pages are."""

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


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"colour": "blue"}, "colour"),
        ({"state": "melted"}, "state"),
        ({"portfolio": "NOWHERE"}, "portfolio"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"updated_since": "long ago"}, "updated_since"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(api: Api, asked: dict[str, str], field: str) -> None:
    assert refusal(api.get("risks/", **asked)) == (400, "bad_query", [field])
