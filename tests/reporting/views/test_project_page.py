"""The page of a project and its history, under the rights and the date of whoever looks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmo.core import audit
from pmo.core.models import User
from pmo.core.roles import Role
from projects.actions.status_report import save_draft, start_draft
from tests.factories import (
    DAY,
    NOON,
    make_action,
    make_budget_line,
    make_change,
    make_decision,
    make_issue,
    make_member,
    make_milestone,
    make_portfolio,
    make_project,
    make_report,
    make_risk,
)

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_shows_what_is_open_and_why_it_is_red() -> None:
    today = timezone.localdate()
    project = make_project("P1", finish=today + timedelta(days=90), baseline_finish=today, currency="GBP")
    make_budget_line(project, "1000", period_start=today, period_end=today)
    make_risk(project, title="Cave-in", inherent_probability=5, inherent_impact=5, raised_on=today)
    make_issue(project, title="Flooded pit", raised_on=today)
    make_issue(project, title="Settled pit", raised_on=today, state="closed", closed_on=today)
    make_action(project, title="Pump it", opened_on=today)
    make_decision(project, title="Go deeper", asked_on=today)
    make_change(project, title="A wider shaft", raised_on=today)
    make_milestone(project, name="Bottom reached")
    make_report(project, period_end=today, declared_health="green", health_reason="We dig on", achieved="40 metres")
    page = signed_in(make_member(Role.READER)).get("/projects/P1/").content.decode()
    for words in ("Cave-in", "Flooded pit", "Pump it", "Go deeper", "A wider shaft", "Bottom reached", "40 metres"):
        assert words in page
    assert "Settled pit" not in page
    assert "working days after the baseline" in page
    assert "We dig on" in page


def test_actions_are_offered_only_to_those_who_may() -> None:
    make_project("P1")
    update = "/projects/P1/report/"
    assert update not in signed_in(make_member(Role.READER)).get("/projects/P1/").content.decode()
    assert update in signed_in(make_member(Role.PROJECT_MANAGER)).get("/projects/P1/").content.decode()


def test_a_hidden_project_is_not_found() -> None:
    portfolio = make_portfolio()
    make_project("P1", portfolio=portfolio)
    make_project("S1", portfolio=portfolio, confidential=True)
    stranger = signed_in(make_member(Role.READER, on=make_portfolio()))
    reader = signed_in(make_member(Role.READER, on=portfolio))
    for page in ("/projects/P1/", "/projects/P1/history/"):
        assert stranger.get(page).status_code == 404
        assert reader.get(page).status_code == 200
    assert reader.get("/projects/S1/").status_code == 404
    assert reader.get("/projects/S1/history/").status_code == 404


def test_history_tells_every_write_to_the_project_and_its_parts() -> None:
    project = make_project("P1")
    risk = make_risk(project, title="Cave-in")
    audit.record(verb="edited", obj=risk, by=None, at=NOON, changes={"title": ["Cave", "Cave-in"]})
    page = signed_in(make_member(Role.READER)).get("/projects/P1/history/").content.decode()
    assert "Cave-in" in page
    assert "edited" in page


def test_as_many_questions_for_one_entry_as_for_three() -> None:
    project = make_project("P1")
    client = signed_in(make_member(Role.READER))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            risk = make_risk(project, owner=make_member(Role.READER))
            make_milestone(project)
            audit.record(verb="created", obj=risk, by=risk.owner, at=NOON, changes={})
        for page in ("/projects/P1/", "/projects/P1/history/"):
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                client.get(page)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


def test_readers_do_not_find_the_words_of_a_draft_in_the_history() -> None:
    project, writer = make_project("P1"), make_member(Role.PROJECT_MANAGER)
    draft = start_draft(project=project, period_end=timezone.localdate(), by=writer, at=NOON)
    save_draft(report=draft, values={"achieved": "Not for you yet"}, version=None, by=writer, at=NOON)
    assert "Not for you yet" in signed_in(writer).get("/projects/P1/history/").content.decode()
    assert "Not for you yet" not in signed_in(make_member(Role.READER)).get("/projects/P1/history/").content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-99-99", "soon"])
@pytest.mark.parametrize("page", ["/", "/projects/", "/projects/P1/", "/roadmap/", "/budgets/", "/kpis/", "/gallery/"])
def test_a_day_outside_the_calendar_is_today(page: str, day: str) -> None:
    make_budget_line(make_project("P1"), "10", period_start=DAY, period_end=DAY)
    answer = signed_in(make_member(Role.PMO_MANAGER)).get(page, {"as_of": day})
    assert answer.status_code == 200
    assert answer.wsgi_request.as_of == timezone.localdate()
