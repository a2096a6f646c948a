"""Grants: nobody hands out more than they hold, nor where they do not manage."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo.core.access import Permission, can
from pmo.core.actions.grants import LastAdministrator, give_grants, revoke_grant
from pmo.core.errors import NotAllowed
from pmo.core.models import AuditEntry, Grant
from pmo.core.queries.grants import explain_reach, grants_managed_by, permissions_on
from pmo.core.roles import Role
from tests.factories import NOON, grant_role, make_member, make_portfolio, make_programme, make_project, make_user

pytestmark = pytest.mark.django_db


def test_a_bulk_grant_reaches_people_and_groups_once():
    portfolio, group = make_portfolio(), Group.objects.create(name="Finance")
    people = [make_user(), make_user()]
    grant_role(people[0], "reader", portfolio)
    given = give_grants(role=Role.READER, target=portfolio, users=people, groups=[group], by=None, at=NOON)
    assert len(given) == 2
    assert Grant.objects.count() == 3
    assert AuditEntry.objects.filter(verb="granted", portfolio_id=portfolio.pk).count() == 2


def test_one_grants_where_one_manages_and_no_more_than_one_holds():
    mine, other, friend = make_portfolio(), make_portfolio(), make_user()
    manager = make_member("pmo_manager", mine)
    assert give_grants(role=Role.PMO_ANALYST, target=mine, users=[friend], by=manager, at=NOON)
    for role, target in [(Role.READER, other), (Role.READER, None), (Role.ADMINISTRATOR, mine)]:
        with pytest.raises(NotAllowed):
            give_grants(role=role, target=target, users=[friend], by=manager, at=NOON)
    assert Grant.objects.filter(user=friend).count() == 1


def test_a_grant_can_be_taken_back_where_one_manages():
    portfolio = make_portfolio()
    grant = grant_role(make_user(), "reader", portfolio)
    with pytest.raises(NotAllowed):
        revoke_grant(grant=grant, by=make_member("pmo_manager", make_portfolio()), at=NOON)
    revoke_grant(grant=grant, by=make_member("pmo_manager", portfolio), at=NOON)
    assert not Grant.objects.filter(pk=grant.pk).exists()
    assert AuditEntry.objects.filter(verb="revoked").count() == 1


def test_the_last_administrator_stays():
    admin = make_member("administrator")
    with pytest.raises(LastAdministrator):
        revoke_grant(grant=admin.grants.get(), by=admin, at=NOON)
    second = make_member("administrator")
    revoke_grant(grant=second.grants.get(), by=admin, at=NOON)
    assert Grant.objects.count() == 1


def test_the_explanation_names_every_grant_on_the_way():
    top = make_portfolio()
    programme = make_programme(portfolio=make_portfolio(parent=top))
    project = make_project(programme=programme)
    user = make_member("executive")
    for target in (top, programme, project, make_portfolio()):
        grant_role(user, "reader", target)
    reaches = explain_reach(user, project)
    assert [reach.grant.scope for reach in reaches] == ["organisation", "portfolio", "programme", "project"]
    assert [reach.inherited for reach in reaches] == [True, True, True, False]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("on_itself", [True, False])
def test_the_explanation_agrees_with_access_on_a_confidential_project(role, on_itself):
    project = make_project(confidential=True)
    user = make_member(role, project if on_itself else project.portfolio)
    told = permissions_on(user, project)
    assert told == {permission for permission in Permission if can(user, permission, project)}


def test_a_manager_lists_the_grants_of_their_scope():
    portfolio = make_portfolio()
    project = make_project(portfolio=portfolio)
    inside = grant_role(make_user(), "reader", project)
    grant_role(make_user(), "reader")
    manager = make_member("pmo_manager", portfolio)
    assert set(grants_managed_by(manager)) == {inside, manager.grants.get()}


def test_a_role_for_many_costs_no_more_than_for_one(django_assert_max_num_queries):
    portfolio, people = make_portfolio(), [make_user() for _ in range(6)]
    with CaptureQueriesContext(connection) as one:
        give_grants(role=Role.READER, target=portfolio, users=people[:1], by=None, at=NOON)
    with django_assert_max_num_queries(len(one)):
        given = give_grants(role=Role.READER, target=portfolio, users=people, by=None, at=NOON)
    assert [grant.user for grant in given] == people[1:]
    assert AuditEntry.objects.filter(verb="granted").count() == 6
