"""Facts through the API: every measure of every project in sight, today's as stored and others as computed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from pmo.core.roles import Role
from reporting.actions.facts import recompute_facts
from reporting.actions.snapshots import take_snapshots
from reporting.models import FactFields, ProjectFact
from reporting.queries.project_table import BudgetKnown, FactCriteria
from tests import factories as f
from tests.calls import Api, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Any:
    f.make_organisation()
    home = f.make_portfolio("HOME")
    known = f.make_project("KNOWN", portfolio=home, manager=f.make_user("mia"))
    f.make_budget_line(known, "1000")
    f.make_forecast(known, "1200")
    f.make_report(known, declared_health="green", progress=40)
    unknown = f.make_project("UNKNOWN", programme=f.make_programme("PG", portfolio=home))
    f.make_report(unknown, declared_health="red", progress=10)
    withheld = f.make_project("WITHHELD", portfolio=home)
    f.make_budget_line(withheld, None, missing="withheld", missing_reason="Commercial")
    f.make_project("SECRET", portfolio=home, confidential=True)
    recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now())
    return home


@pytest.fixture
def api(home: Any) -> Api:
    return Api(f.make_member(Role.READER, home))


def codes(rows: list[dict[str, Any]]) -> list[str]:
    return [row["project"] for row in rows]


def yesterday() -> str:
    return (timezone.localdate() - timedelta(days=1)).isoformat()


def test_a_row_has_every_measure_of_the_fact(api: Api) -> None:
    row = api.get("project-facts/KNOWN/").json()
    assert set(row) == {
        *("project", "project_id", "name", "portfolio", "programme"),
        *(field.name for field in FactFields._meta.get_fields()),
    }
    told = ("project", "portfolio", "programme", "approved_budget", "eac", "ac", "health", "progress")
    assert [row[name] for name in told] == ["KNOWN", "HOME", None, "1000", "1200", None, "green", "0.4"]
    assert row["unknown"]["ac"] == "No cost posted yet"


def test_only_what_is_in_sight(api: Api) -> None:
    assert codes(api.rows("project-facts/")) == ["KNOWN", "UNKNOWN", "WITHHELD"]
    assert refusal(api.get("project-facts/SECRET/"))[:2] == (404, "not_found")
    assert codes(api.rows("project-facts/", as_of=yesterday())) == ["KNOWN", "UNKNOWN", "WITHHELD"]
    assert refusal(api.get("project-facts/SECRET/", as_of=yesterday()))[:2] == (404, "not_found")


FILTERS = [
    ({"health": "red"}, ["UNKNOWN"]),
    ({"health": ["red", "green"]}, ["KNOWN", "UNKNOWN"]),
    ({"has_budget": "known"}, ["KNOWN"]),
    ({"has_budget": "withheld"}, ["WITHHELD"]),
    ({"has_budget": "unknown"}, ["UNKNOWN"]),
    ({"over_budget": "1"}, ["KNOWN"]),
    ({"differs": "1"}, ["KNOWN"]),
    ({"q": "know"}, ["KNOWN", "UNKNOWN"]),
    ({"programme": "PG"}, ["UNKNOWN"]),
    ({"manager": "mia"}, ["KNOWN"]),
    ({"ordering": "-project"}, ["WITHHELD", "UNKNOWN", "KNOWN"]),
    ({"ordering": "eac,-project"}, ["KNOWN", "WITHHELD", "UNKNOWN"]),
    ({"cursor": "", "page_size": "2"}, ["KNOWN", "UNKNOWN"]),
    ({"page": "2", "page_size": "2"}, ["WITHHELD"]),
]


@pytest.mark.parametrize(("asked", "found"), FILTERS)
def test_stored_and_computed_facts_are_filtered_and_sorted_alike(
    api: Api, asked: dict[str, Any], found: list[str]
) -> None:
    stored = api.get("project-facts/", **asked, count="true").json()
    assert codes(stored["results"]) == found
    ProjectFact.objects.update(as_of="2020-01-01")  # none is of today any more, so all are computed
    computed = api.get("project-facts/", **asked, count="true").json()
    for row in (*stored["results"], *computed["results"]):
        row.pop("computed_at")
    assert computed == stored


def test_sparse_fields_of_computed_facts(api: Api) -> None:
    rows = api.rows("project-facts/", as_of=yesterday(), fields="project,as_of", ordering="project", page_size="1")
    assert rows == [{"project": "KNOWN", "as_of": yesterday()}]


@pytest.mark.parametrize(
    "criteria",
    [
        FactCriteria(),
        FactCriteria(health=frozenset({"red"})),
        FactCriteria(computed=frozenset({"grey", "amber"})),
        FactCriteria(differs=True),
        *(FactCriteria(budget=known) for known in BudgetKnown),
        FactCriteria(over_budget=True),
        FactCriteria(not_reported=True),
    ],
)
def test_the_database_admits_what_memory_admits(home: Any, criteria: FactCriteria) -> None:
    facts = list(ProjectFact.objects.order_by("pk"))
    assert list(ProjectFact.objects.filter(criteria.condition).order_by("pk")) == [
        fact for fact in facts if criteria.admits(fact)
    ]


def test_closed_periods(api: Api, home: Any) -> None:
    take_snapshots(period_end=f.DAY, at=f.NOON)
    rows = api.rows("project-fact-snapshots/", period_end="2026-06-15", ordering="project")
    assert codes(rows) == ["KNOWN", "UNKNOWN", "WITHHELD"]
    assert [(row["period_end"], row["sequence"], row["reason"]) for row in rows] == [("2026-06-15", 1, "")] * 3
    assert api.rows("project-fact-snapshots/", since="2026-06-16") == []
    assert codes(api.rows("project-fact-snapshots/", project="KNOWN")) == ["KNOWN"]
    assert api.rows("project-fact-snapshots/", project="SECRET") == []


def test_the_number_of_statements_does_not_grow(api: Api, home: Any, django_assert_max_num_queries: Any) -> None:
    api.rows("project-facts/")
    for number in range(5):
        f.make_budget_line(f.make_project(f"MORE{number}", portfolio=home), "10")
    recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now())
    with django_assert_max_num_queries(6):
        assert len(api.rows("project-facts/")) == 8
