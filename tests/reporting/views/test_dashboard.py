"""Dashboards add up, open to their rows, follow date and rights, and cost as much for many projects as for one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmo.core.models import User
from pmo.core.roles import Role
from projects.models import Project
from reporting.actions.facts import recompute_facts
from reporting.queries.dashboard import dashboard
from reporting.queries.scope import ORGANISATION
from tests.factories import (
    make_actual,
    make_budget_line,
    make_decision,
    make_forecast,
    make_member,
    make_milestone,
    make_portfolio,
    make_programme,
    make_project,
    make_report,
    make_risk,
)

pytestmark = pytest.mark.django_db


def store() -> None:
    recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now())


def full_project(code: str, **fields: object) -> Project:
    """A project that shows on every card."""
    today = timezone.localdate()
    project = make_project(code, reporting_cycle="monthly", strategic_value=5, **fields)
    make_budget_line(project, "1000", period_start=today - timedelta(days=100), period_end=today + timedelta(days=100))
    make_forecast(project, "1200", made_on=today - timedelta(days=3))
    make_actual(project, "700", posting_date=today - timedelta(days=9))
    make_report(project, period_end=today - timedelta(days=200), progress=50, declared_health="green")
    make_milestone(project, baseline=today - timedelta(days=9), forecast=today + timedelta(days=9), gate=True)
    make_risk(project, inherent_probability=4, inherent_impact=5, raised_on=today)
    make_decision(project, asked_on=today)
    return project


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_every_dashboard_answers() -> None:
    programme = make_programme("PG", portfolio=make_portfolio("PF"))
    full_project("P1", programme=programme)
    store()
    client = signed_in(make_member(Role.READER))
    for address in ("/", "/portfolios/PF/", "/programmes/PG/"):
        assert client.get(address).status_code == 200


def test_an_empty_organisation_says_what_to_do_next() -> None:
    assert "No project here yet" in signed_in(make_member(Role.READER)).get("/").content.decode()


def test_hidden_scopes_are_not_found() -> None:
    make_programme("PG", portfolio=make_portfolio("PF"))
    client = signed_in(make_member(Role.READER, on=make_portfolio("OTHER")))
    assert client.get("/portfolios/PF/").status_code == 404
    assert client.get("/programmes/PG/").status_code == 404


def test_a_confidential_project_changes_nothing_for_outsiders() -> None:
    portfolio = make_portfolio("PF")
    full_project("P1", portfolio=portfolio)
    store()
    outsider, insider = make_member(Role.READER), make_member(Role.EXECUTIVE)
    today = timezone.localdate()
    before = dashboard(outsider, ORGANISATION, today)
    full_project("SECRET", portfolio=portfolio, confidential=True)
    store()
    after = dashboard(outsider, ORGANISATION, today)
    assert after.rollup == before.rollup
    assert (after.matrix, after.drifts, after.overrun) == (before.matrix, before.drifts, before.overrun)
    assert (after.ahead.total, after.slipped.total, after.decisions.total) == (1, 1, 1)
    assert dashboard(insider, ORGANISATION, today).rollup.projects == 2
    page = signed_in(outsider).get("/").content.decode()
    assert "SECRET" not in page


def test_children_add_up_to_the_tiles() -> None:
    for code in ("A", "B"):
        full_project(f"P{code}", portfolio=make_portfolio(code))
    store()
    board = dashboard(None, ORGANISATION, timezone.localdate())
    for measure in ("approved_budget", "EAC", "AC"):
        parts = [rollup.measures[measure].value or Decimal(0) for _scope, rollup in board.children]
        assert sum(parts) == board.rollup.value(measure) != 0


def test_a_drift_says_why_and_what_to_do() -> None:
    project = full_project("P1")
    make_report(project, period_end=timezone.localdate(), progress=50, declared_health="red")
    store()
    page = signed_in(make_member(Role.READER)).get("/").content.decode()
    assert "CPI is 0.71: at this pace the project ends at 1,400\u00a0€. The forecast says 1,200\u00a0€." in page
    assert "Redo the forecast" in page


def test_a_stale_project_is_listed_and_not_judged() -> None:
    full_project("P1")
    store()
    board = dashboard(None, ORGANISATION, timezone.localdate())
    assert [line.columns["code"] for line in board.unreported.rows] == ["P1"]
    assert board.drifts == []


def test_a_past_day_shows_what_was_known_then() -> None:
    full_project("P1")
    store()
    client = signed_in(make_member(Role.READER))
    before = (timezone.localdate() - timedelta(days=5)).isoformat()
    page = client.get("/", {"as_of": before}).content.decode()
    assert "/measures/EAC/?scope=organisation&amp;currency=EUR&amp;as_of=" in page
    board = dashboard(None, ORGANISATION, timezone.localdate() - timedelta(days=5))
    assert (board.rollup.value("EAC"), board.rollup.value("AC")) == (None, Decimal(700))


def test_as_many_questions_for_one_project_as_for_three() -> None:
    portfolio = make_portfolio("PF")
    client = signed_in(make_member(Role.READER))
    counts = []
    for more in (["P1"], ["P2", "P3"]):
        for code in more:
            full_project(code, portfolio=portfolio)
        store()
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
