"""The table of projects: what the URL asks for is what is shown, summed and exported."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmo.core.models import SavedView, User
from pmo.core.roles import Role
from projects.models import Project
from reporting.actions.facts import recompute_facts
from reporting.queries.rollup import roll_up
from reporting.queries.scope import ORGANISATION
from tests.factories import (
    make_budget_line,
    make_forecast,
    make_member,
    make_milestone,
    make_portfolio,
    make_programme,
    make_project,
    make_report,
)

pytestmark = pytest.mark.django_db


def store() -> None:
    recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now())


def priced(code: str, budget: Any = "1000", eac: Any = "1000", **fields: Any) -> Project:
    project = make_project(code, **fields)
    if budget is not None:
        make_budget_line(project, budget)
    if eac is not None:
        make_forecast(project, eac, made_on=timezone.localdate())
    return project


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reader() -> Client:
    return signed_in(make_member(Role.READER))


def codes(client: Client, **query: Any) -> list[str]:
    """The codes in the file of the list, in its order."""
    answer = client.get("/projects/", {"format": "csv", **query})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    return [row["Code"] for row in rows]


def test_filters_narrow_the_list(reader: Client) -> None:
    portfolio = make_portfolio("PF")
    nested = make_portfolio("SUB", parent=portfolio)
    priced("A1", portfolio=portfolio, name="Alpha", phase="closure")
    priced("B1", eac="1500", portfolio=nested, name="Beta")
    priced("C1", budget=None, name="Gamma alpha", declared_health="red")
    store()
    assert codes(reader) == ["A1", "B1", "C1"]
    assert codes(reader, q="alpha") == ["A1", "C1"]
    assert codes(reader, portfolio="PF") == ["A1", "B1"]
    assert codes(reader, phase="closure") == ["A1"]
    assert codes(reader, over_budget="1") == ["B1"]
    assert codes(reader, has_budget="unknown") == ["C1"]
    assert codes(reader, health="red") == ["B1", "C1"]


def test_a_withheld_budget_is_told_from_an_unknown_one(reader: Client) -> None:
    project = make_project("W1")
    make_budget_line(project, None, missing="withheld", missing_reason="Exempt under Section 43")
    make_project("U1")
    store()
    assert codes(reader, has_budget="withheld") == ["W1"]
    assert "Exempt under Section 43" in reader.get("/projects/").content.decode()


def test_sorting_puts_unknown_values_last_both_ways(reader: Client) -> None:
    priced("A1", budget="5")
    priced("B1", budget="70")
    priced("C1", budget=None)
    store()
    assert codes(reader, sort="budget") == ["A1", "B1", "C1"]
    assert codes(reader, sort="-budget") == ["B1", "A1", "C1"]


def test_groups_carry_their_sums_and_the_total_is_the_dashboards(reader: Client) -> None:
    first, second = make_programme("PG1", name="First"), make_programme("PG2", name="Second")
    priced("A1", budget="10.25", programme=first)
    priced("A2", budget="20.50", programme=first)
    priced("B1", budget="0.01", programme=second)
    store()
    table = reader.get("/projects/", {"group": "programme"}).context["table"]
    assert [(group.label, str(group.totals["approved_budget"].value)) for group in table.groups] == [
        ("First", "30.750000"),
        ("Second", "0.010000"),
    ]
    total = roll_up(None, ORGANISATION, timezone.localdate()).measures["approved_budget"]
    assert table.totals["approved_budget"] == total


def test_the_total_in_two_currencies_is_the_dashboards(reader: Client) -> None:
    priced("E1", budget="1000")
    priced("D1", budget="1000", currency="USD")
    store()
    table = reader.get("/projects/").context["table"]
    total = roll_up(None, ORGANISATION, timezone.localdate()).measures["approved_budget"]
    assert table.currency == "EUR"
    assert table.totals["approved_budget"].known == total.known == 2
    assert round(table.totals["approved_budget"].value, 6) == round(total.value or 0, 6)


def test_a_file_holds_the_columns_shown_and_runs_nothing(reader: Client) -> None:
    priced("A1", name="=HYPERLINK(1)")
    store()
    answer = reader.get("/projects/", {"format": "csv", "columns": ["manager", "budget"]})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["Code", "Project", "Manager", "Budget", "Currency"],
        ["A1", "'=HYPERLINK(1)", "", "1000.000000", "EUR"],
    ]
    assert reader.get("/projects/", {"format": "xlsx"})["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize("layout", ["table", "timeline", "bubble", "nonsense"])
def test_every_layout_answers(reader: Client, layout: str) -> None:
    priced("A1", start=timezone.localdate(), finish=timezone.localdate() + timedelta(days=90), strategic_value=3)
    store()
    assert reader.get("/projects/", {"layout": layout, "group": "phase"}).status_code == 200


def test_no_list_shows_what_a_person_may_not_see() -> None:
    seen, hidden = make_portfolio("SEEN"), make_portfolio("HIDDEN")
    priced("A1", portfolio=seen)
    priced("HIDDEN-1", portfolio=hidden)
    priced("SECRET-1", portfolio=seen, confidential=True)
    store()
    client = signed_in(make_member(Role.READER, on=seen))
    assert codes(client) == ["A1"]
    assert codes(client, portfolio="HIDDEN") != ["HIDDEN-1"]
    for page in ("/roadmap/", "/budgets/", "/search/?q=1", "/projects/"):
        content = client.get(page).content.decode()
        assert "HIDDEN-1" not in content
        assert "SECRET-1" not in content


def test_as_many_questions_for_one_row_as_for_three() -> None:
    client = signed_in(make_member(Role.PMO_ANALYST))
    programme = make_programme("PG")
    for address in ("/projects/", "/projects/?group=manager", "/projects/?layout=timeline", "/roadmap/", "/budgets/"):
        counts = []
        for more in (1, 2):
            for _ in range(more):
                project = priced("", programme=programme)
                make_milestone(project)
                make_report(project, declared_health="green")
            store()
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
        assert counts[0] == counts[1], address


def test_bulk_edit_changes_all_the_ticked_projects() -> None:
    client = signed_in(make_member(Role.PMO_ANALYST))
    ticked = [priced("A1"), priced("A2")]
    other = priced("A3")
    client.post("/projects/bulk-edit/", {"project": [project.uuid for project in ticked], "phase": "closure"})
    assert list(Project.objects.order_by("code").values_list("phase", flat=True)) == ["closure", "closure", other.phase]


def test_bulk_edit_of_a_project_one_may_only_read_changes_nothing() -> None:
    mine, theirs = make_portfolio("MINE"), make_portfolio("THEIRS")
    own, other = priced("A1", portfolio=mine), priced("A2", portfolio=theirs)
    client = signed_in(make_member(Role.PROJECT_MANAGER, on=mine))
    client.post("/projects/bulk-edit/", {"project": [own.uuid, other.uuid], "status": "stopped"})
    assert set(Project.objects.values_list("status", flat=True)) == {"active"}


def test_views_are_kept_shared_and_forgotten() -> None:
    owner, colleague = make_member(Role.READER, username="owner"), make_member(Role.READER, username="colleague")
    client = signed_in(owner)
    client.post("/views/", {"page": "projects", "name": "Red ones", "query": "health=red", "shared": "on"})
    client.post("/views/", {"page": "projects", "name": "Mine", "query": "q=a"})
    seen = signed_in(colleague).get("/projects/").content.decode()
    assert "Red ones" in seen
    assert "Mine" not in seen
    view = SavedView.objects.get(name="Red ones")
    assert signed_in(colleague).post(f"/views/{view.uuid}/delete/").status_code == 404
    assert client.post(f"/views/{view.uuid}/delete/").status_code == 302
    assert not SavedView.objects.filter(name="Red ones").exists()
