"""The trail is read by who sees what it tells of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo.core import audit
from pmo.core.queries.audit import audit_visible_to, entries_of_project, names_in
from tests.factories import (
    NOON,
    grant_role,
    make_budget_line,
    make_member,
    make_portfolio,
    make_project,
    make_report,
    make_risk,
    make_user,
)

pytestmark = pytest.mark.django_db


def written(obj):
    return audit.record(verb="created", obj=obj, by=None, at=NOON, changes={"x": [None, 1]})


def test_each_reader_sees_the_history_of_what_they_see():
    portfolio = make_portfolio()
    project = make_project(portfolio=portfolio)
    secret = make_project(portfolio=portfolio, confidential=True)
    told = {
        "portfolio": written(portfolio),
        "risk": written(make_risk(project)),
        "money": written(make_budget_line(project)),
        "secret": written(make_risk(secret)),
        "grant": written(grant_role(make_user(), "reader", project)),
        "person": written(make_user()),
    }

    def seen(user):
        return {name for name, entry in told.items() if audit_visible_to(user).filter(pk=entry.pk).exists()}

    assert seen(make_member("administrator")) == set(told)
    assert seen(make_member("pmo_manager", portfolio)) == set(told) - {"person"}
    assert seen(make_member("reader", portfolio)) == {"portfolio", "risk", "money"}
    assert seen(make_member("team_member", project)) == {"risk", "money"}
    assert seen(make_user()) == set()


def change_of_manager(project, before, after):
    managers = [before and before.pk, after.pk]
    changes = {"manager": managers, "name": ["A", "B"], "portfolio": [None, project.portfolio_id]}
    return audit.record(verb="edited", obj=project, by=None, at=NOON, changes=changes)


def test_names_stand_for_the_rows_that_changes_point_at():
    project, ann = make_project(portfolio=make_portfolio("PF", name="Industry")), make_user("ann")
    reader = make_member("reader", project)
    entry = change_of_manager(project, None, ann)
    assert names_in(reader, [entry]) == {
        ("core.user", str(ann.pk)): "ann",
        ("portfolio.portfolio", str(project.portfolio_id)): "Industry",
    }


def test_a_row_out_of_sight_keeps_its_name_to_itself():
    project, hidden = make_project(), make_portfolio("HIDDEN")
    changes = {"portfolio": [hidden.pk, project.portfolio_id]}
    entry = audit.record(verb="edited", obj=project, by=None, at=NOON, changes=changes)
    told = names_in(make_member("reader", project.portfolio), [entry])
    assert told == {("portfolio.portfolio", str(project.portfolio_id)): str(project.portfolio)}


def test_names_cost_the_same_for_one_entry_and_three(django_assert_num_queries):
    project = make_project()
    reader = make_member("administrator")
    entries = [change_of_manager(project, make_user(), make_user()) for _ in range(3)]
    with CaptureQueriesContext(connection) as one:
        names_in(reader, entries[:1])
    with django_assert_num_queries(len(one)):
        assert len(names_in(reader, entries)) == 7


def test_grants_and_drafts_in_the_history_of_a_project_are_told_to_those_who_may_know():
    project = make_project()
    report, grant = make_report(project), grant_role(make_user(), "reader", project)
    for verb, obj in [("granted", grant), ("edited", report), ("published", report)]:
        audit.record(verb=verb, obj=obj, by=None, at=NOON, changes={})
    told = {}
    for role in ("reader", "project_manager", "pmo_manager"):
        entries = entries_of_project(make_member(role, project.portfolio), project.pk)
        told[role] = sorted(entries.values_list("verb", flat=True))
    assert told == {
        "reader": ["published"],
        "project_manager": ["edited", "published"],
        "pmo_manager": ["edited", "granted", "published"],
    }


def test_a_page_says_names_and_keeps_what_is_no_key(client):
    project, ann, bob = make_project("P"), make_user("ann"), make_user("bob")
    gone = [bob.pk + 1000, "somebody by name"]
    for pair in ([ann.pk, bob.pk], gone):
        audit.record(verb="edited", obj=project, by=None, at=NOON, changes={"manager": pair})
    client.force_login(make_member("administrator"))
    for path in ("/admin/audit/", "/projects/P/history/"):
        page = client.get(path).content.decode().replace("<del>", "").replace("</del>", "")
        assert "ann → bob" in page
        assert "not in sight → somebody by name" in page
