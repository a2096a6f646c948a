"""Pages of the registers: what is listed, for whom, at what cost, and what the forms refuse."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import Project
from tests import factories as f

pytestmark = pytest.mark.django_db

MAKERS: dict[str, Callable[..., Any]] = {
    "risks": f.make_risk,
    "issues": f.make_issue,
    "decisions": f.make_decision,
    "actions": f.make_action,
    "changes": f.make_change,
    "milestones": f.make_milestone,
}
BEGUN = {"decisions": "asked_on", "actions": "opened_on", "milestones": "forecast"}
every_register = pytest.mark.parametrize("register", MAKERS)


@pytest.fixture
def project() -> Project:
    return f.make_project("ALPHA", programme=f.make_programme())


@pytest.fixture
def manager(client: Client, project: Project) -> Client:
    client.force_login(f.make_member("project_manager", project, "elena"))
    return client


def _named(text: str, register: str) -> dict[str, Any]:
    return {"name" if register == "milestones" else "title": text}


def _post(register: str, **values: Any) -> dict[str, Any]:
    data = {**_named("Mine", register), BEGUN.get(register, "raised_on"): "2026-06-01", "version": 1}
    states = {"decisions": "pending", "changes": "submitted"}
    return {**data, "state": states.get(register, "open"), "kind": "threat", "severity": "low", **values}


@every_register
def test_the_list_shows_what_the_person_sees_and_nothing_else(manager: Client, project: Project, register: str) -> None:
    MAKERS[register](project, **_named("Seen here", register))
    MAKERS[register](f.make_project("SECRET"), **_named("Hidden there", register))

    page = manager.get(f"/registers/{register}/").content.decode()
    file = manager.get(f"/registers/{register}/?format=csv").content.decode()

    for text in (page, file):
        assert "Seen here" in text
        assert "Hidden there" not in text
        assert "SECRET" not in text


@every_register
def test_three_rows_cost_as_many_queries_as_one(manager: Client, project: Project, register: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert manager.get(f"/registers/{register}/").status_code == 200
        return len(seen)

    owner = {} if register == "milestones" else {"owner": f.make_user()}
    MAKERS[register](project, **owner)
    queries()
    one = queries()
    for _ in range(2):
        owner = {} if register == "milestones" else {"owner": f.make_user()}
        MAKERS[register](project, **owner)
    assert queries() == one


@every_register
def test_a_new_entry_is_written_and_leads_back(manager: Client, register: str) -> None:
    assert manager.get(f"/registers/{register}/new/?project=ALPHA").status_code == 200
    response = manager.post(f"/registers/{register}/new/", _post(register, project="ALPHA"), follow=True)
    assert response.status_code == 200
    assert "Mine" in response.content.decode()


@every_register
def test_an_entry_opens_is_edited_and_deleted(manager: Client, project: Project, register: str) -> None:
    entry = MAKERS[register](project)
    page = f"/registers/{register}/{entry.uuid}/"

    assert manager.get(page).status_code == 200
    assert manager.get(f"{page}edit/").status_code == 200
    assert manager.post(f"{page}edit/", _post(register)).status_code == 302
    assert "Mine" in manager.get(page).content.decode()
    assert manager.get(f"{page}delete/").status_code == 200
    assert manager.post(f"{page}delete/").status_code == 302
    assert manager.get(page).status_code == 404


@every_register
def test_a_stale_form_shows_both_values_and_saves_over_on_request(
    manager: Client, project: Project, register: str
) -> None:
    entry = MAKERS[register](project, version=2, **_named("Theirs", register))
    url = f"/registers/{register}/{entry.uuid}/edit/"

    response = manager.post(url, _post(register, version=1))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Theirs" in page
    assert 'value="Mine"' in page
    entry.refresh_from_db()
    assert str(entry) == "Theirs"
    assert response.context["form"]["version"].value() == "2"
    assert manager.post(url, _post(register, version=2)).status_code == 302


@every_register
def test_hidden_is_404_and_not_allowed_is_403(client: Client, project: Project, register: str) -> None:
    entry = MAKERS[register](project)
    urls = [f"/registers/{register}/{entry.uuid}/{verb}" for verb in ("edit/", "delete/")]

    client.force_login(f.make_member("reader", project))
    assert client.get(f"/registers/{register}/{entry.uuid}/").status_code == 200
    for url in [*urls, f"/registers/{register}/new/"]:
        assert client.get(url).status_code == 403
        assert client.post(url, _post(register)).status_code == 403
    assert b"/new/" not in client.get(f"/registers/{register}/").content

    client.force_login(f.make_member("project_manager", f.make_project()))
    for url in [*urls, f"/registers/{register}/{entry.uuid}/"]:
        assert client.get(url).status_code == 404
    refused = client.post(f"/registers/{register}/new/", _post(register, project="ALPHA"))
    assert refused.status_code == 422
    assert type(entry).objects.count() == 1


def test_an_unknown_register_is_404(manager: Client) -> None:
    assert manager.get("/registers/nothing/").status_code == 404


def test_the_cells_of_the_matrix_open_the_risks_they_count(manager: Client, project: Project) -> None:
    f.make_risk(project, title="Rated", inherent_probability=4, inherent_impact=5, cost_impact=1000)
    f.make_risk(
        project, title="Softened", inherent_probability=4, inherent_impact=5, residual_probability=1, residual_impact=2
    )
    f.make_risk(project, title="Closed one", state="closed", inherent_probability=4, inherent_impact=5)
    f.make_risk(project, title="Unrated")

    response = manager.get("/registers/risks/")

    assert response.context["matrix"].cells == {(4, 5): 1, (1, 2): 1}
    assert response.context["matrix"].unassessed == 1
    link = response.context["matrix_href"]
    cell = manager.get(f"/registers/risks/{link}&probability=4&impact=5").content.decode()
    assert "Rated" in cell
    for other in ("Softened", "Closed one", "Unrated"):
        assert other not in cell
    assert "Unrated" in manager.get(f"/registers/risks/{link}&assessed=no").content.decode()


def test_exposure_adds_what_is_known_and_counts_what_is_not(manager: Client, project: Project) -> None:
    f.make_risk(project, inherent_probability=4, inherent_impact=5, cost_impact="1000.50")
    f.make_risk(project, inherent_probability=1, inherent_impact=1, cost_impact="100")
    f.make_risk(project, cost_impact="5000")
    f.make_risk(project, kind="opportunity", inherent_probability=5, inherent_impact=1, cost_impact="10")

    totals = manager.get("/registers/risks/").context["exposures"]

    assert [(t.kind, t.currency, str(t.amount.normalize()), t.known, t.of) for t in totals] == [
        ("threat", "EUR", "710.35", 2, 3),
        ("opportunity", "EUR", "9", 1, 1),
    ]


def test_filters_search_and_sorting_are_in_the_url(client: Client) -> None:
    top = f.make_portfolio("TOP")
    below = f.make_project("BELOW", portfolio=f.make_portfolio("SUB", parent=top))
    f.make_issue(below, title="Nested", severity="high", due_on="2026-06-01")
    f.make_issue(f.make_project("ASIDE"), title="Aside", due_on="2026-07-01", state="closed")
    client.force_login(f.make_member("pmo_manager"))

    def titles(query: str) -> list[str]:
        return [str(line.entry) for line in client.get(f"/registers/issues/?{query}").context["table"].lines]

    assert titles("portfolio=TOP") == ["Nested"]
    assert titles("project=ASIDE") == ["Aside"]
    assert titles("q=nest") == ["Nested"]
    assert titles("open=yes&due=overdue&as_of=2026-06-15") == ["Nested"]
    assert titles("due=overdue&as_of=2026-05-15") == []
    assert titles("sort=due_on") == ["Nested", "Aside"]
    assert titles("sort=-due_on") == ["Aside", "Nested"]


def test_the_file_holds_the_columns_and_rows_on_screen_with_formulas_quoted(manager: Client, project: Project) -> None:
    f.make_change(project, title="=1+1", cost_impact="12.50")
    f.make_change(project, title="Out", state="draft")

    query = "columns=title&columns=cost_impact&state=submitted&format=csv"
    text = manager.get(f"/registers/changes/?{query}").content.decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text))) == [
        ["Title", "Cost impact", "Currency"],
        ["'=1+1", "12.500000", "EUR"],
    ]


def test_the_executive_answers_and_edits_nothing_else(client: Client, project: Project) -> None:
    decision = f.make_decision(project)
    client.force_login(f.make_member("executive", project))
    url = f"/registers/decisions/{decision.uuid}/edit/"

    assert set(client.get(url).context["form"].fields) == {"state", "taken_on", "outcome", "version"}
    assert client.post(url, {"state": "taken", "outcome": "Yes", "version": 1}).status_code == 302

    decision.refresh_from_db()
    assert (decision.state, decision.outcome, decision.title) == ("taken", "Yes", "Choose a supplier")
    assert client.get(f"/registers/risks/{f.make_risk(project).uuid}/edit/").status_code == 403


def test_the_manager_cannot_offer_themselves_the_answer(manager: Client, project: Project) -> None:
    decision = f.make_decision(project)
    url = f"/registers/decisions/{decision.uuid}/edit/"
    assert "outcome" not in manager.get(url).context["form"].fields
    assert manager.post(url, _post("decisions", state="taken", asked_on="2026-06-01")).status_code == 422
    decision.refresh_from_db()
    assert decision.state == "pending"


@pytest.mark.parametrize("where", ["foo", "//evil.example", "https://evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_saving(manager: Client, project: Project, where: str) -> None:
    answer = manager.post("/registers/issues/new/", _post("issues", project="ALPHA", next=where))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/registers/issues/")


def test_a_cell_of_the_matrix_that_is_no_number_selects_none(manager: Client) -> None:
    assert manager.get("/registers/risks/", {"probability": "²", "impact": "²"}).status_code == 200
