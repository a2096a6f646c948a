"""The trail is read by who sees what it tells of."""

import pytest

from pmo.core import audit
from pmo.core.queries.audit import audit_visible_to
from tests.factories import (
    NOON,
    grant_role,
    make_budget_line,
    make_member,
    make_portfolio,
    make_project,
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
