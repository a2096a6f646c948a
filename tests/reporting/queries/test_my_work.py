"""What is due from a person."""

from datetime import timedelta

import pytest

from pmo.core.access import remembering_holdings
from reporting.models import Kpi
from reporting.queries.my_work import my_work
from tests.factories import (
    DAY,
    grant_role,
    make_action,
    make_change,
    make_decision,
    make_issue,
    make_member,
    make_project,
    make_report,
    make_risk,
    make_user,
)

pytestmark = pytest.mark.django_db


def kinds(duties):
    return sorted(duty.kind for duty in duties)


def test_everything_of_mine_is_grouped_by_urgency():
    user = make_user()
    project = make_project(manager=user, reporting_cycle="monthly")
    grant_role(user, "project_manager", project)
    make_report(project, period_end=DAY - timedelta(days=60))
    make_action(project, owner=user, due_on=DAY - timedelta(days=1))
    make_issue(project, owner=user, due_on=DAY)
    make_decision(project, owner=user, due_on=DAY + timedelta(days=30))
    make_risk(project, owner=user)
    make_action(project, owner=user, due_on=DAY, state="closed")
    make_action(project, owner=make_user(), due_on=DAY)
    Kpi.objects.create(code="nps", name="Satisfaction", owner=user)
    Kpi.objects.filter(code="nps").update(created_at="2026-01-01T00:00Z")
    work = my_work(user, DAY)
    assert kinds(work.overdue) == ["action", "kpi", "report"]
    assert kinds(work.this_week) == ["issue"]
    assert kinds(work.later) == ["decision", "risk"]
    assert work.count == 6


def test_a_draft_replaces_the_report_it_becomes():
    user = make_user()
    project = make_project(manager=user, reporting_cycle="monthly")
    grant_role(user, "project_manager", project)
    make_report(project, state="draft", period_end=DAY)
    assert kinds(my_work(user, DAY).this_week) == ["draft"]


def test_changes_wait_for_who_may_decide():
    project = make_project()
    make_change(project, state="submitted")
    assert kinds(my_work(make_member("executive", project), DAY).later) == ["change"]
    assert my_work(make_member("project_manager", project), DAY).count == 0


def test_what_i_no_longer_see_is_not_mine_to_do():
    user = make_user()
    make_action(make_project(confidential=True), owner=user, due_on=DAY)
    assert my_work(user, DAY).count == 0


def test_the_number_of_statements_does_not_grow(django_assert_num_queries):
    user = make_user()
    for _n in range(3):
        project = make_project(manager=user, reporting_cycle="monthly")
        grant_role(user, "project_manager", project)
        make_action(project, owner=user)
        make_risk(project, owner=user)
    with remembering_holdings(), django_assert_num_queries(8):
        my_work(user, DAY)
