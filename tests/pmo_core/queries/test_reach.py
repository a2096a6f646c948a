"""Why somebody does not see an object, what a bulk grant would change, and everything a person may do."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo.core.access import Permission, can
from pmo.core.models import Grant
from pmo.core.models.grant import Scope
from pmo.core.queries.grants import grants_reaching
from pmo.core.queries.reach import Obstacle, effective_rights, intended_grants, why_not
from pmo.core.roles import PERMISSIONS, Role
from tests.factories import grant_role, make_member, make_portfolio, make_programme, make_project, make_user

pytestmark = pytest.mark.django_db
SEES_CONFIDENTIAL = (Role.EXECUTIVE, Role.PMO_MANAGER, Role.ADMINISTRATOR)


@pytest.fixture
def place():
    """A programme two portfolios deep."""
    return make_programme("PG", portfolio=make_portfolio("LOW", parent=make_portfolio("TOP")))


def test_without_a_grant_the_answer_names_the_places_above(place):
    project = make_project("P", programme=place)
    answer = why_not(make_user(), project)
    assert (answer.obstacle, answer.roles) == (Obstacle.NO_GRANT, tuple(PERMISSIONS))
    assert [each.code for each in answer.above] == ["PG", "LOW", "TOP"]
    assert [each.code for each in why_not(make_user(), place).above] == ["LOW", "TOP"]
    assert [each.code for each in why_not(make_user(), place.portfolio).above] == ["TOP"]
    assert why_not(make_user(), None).above == ()


def test_confidentiality_is_named_when_it_is_what_stops(place):
    project = make_project("P", programme=place, confidential=True)
    for person in (make_member("reader", place.portfolio), make_user()):
        answer = why_not(person, project)
        assert (answer.obstacle, set(answer.roles)) == (Obstacle.CONFIDENTIAL, set(SEES_CONFIDENTIAL))


def test_a_closed_account_is_the_obstacle_whatever_it_holds(place):
    gone = make_member("administrator")
    gone.is_active = False
    gone.save()
    assert why_not(gone, place).obstacle is Obstacle.CLOSED


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("confidential", [True, False])
def test_there_is_an_answer_exactly_when_the_object_is_hidden(place, role, confidential):
    project = make_project("P", programme=place, confidential=confidential)
    for person in (make_member(role, place), make_member(role, project), make_member(role, make_portfolio())):
        assert (why_not(person, project) is None) == can(person, Permission.VIEW, project)


def test_everybodys_grants_on_the_way_are_told_and_what_is_stopped_too(place):
    project = make_project("P", programme=place, confidential=True)
    opened, stopped = make_member("executive"), make_member("reader", place.portfolio)
    own = make_member("reader", project)
    make_member("reader", make_portfolio())
    told = [(reach.grant.user, reach.stopped) for reach in grants_reaching(project)]
    assert told == [(opened, False), (stopped, True), (own, False)]


def test_a_bulk_is_told_before_it_is_made(place):
    ann, bob, group = make_user("ann"), make_user("bob"), Group.objects.create(name="Finance")
    grant_role(ann, "reader", place)
    grant_role(ann, "executive")
    Grant.objects.create(group=group, role="reader", scope="organisation")
    with CaptureQueriesContext(connection) as queries:
        told = intended_grants(role=Role.READER, targets=[None, place], users=[ann, bob], groups=[group])
    assert [(str(each.holder), each.target, each.exists) for each in told] == [
        ("ann", None, False),
        ("bob", None, False),
        ("Finance", None, True),
        ("ann", place, True),
        ("bob", place, False),
        ("Finance", place, False),
    ]
    assert len(queries) == 1


@pytest.mark.parametrize("role", list(Role))
def test_everything_a_person_may_do_is_what_access_says_of_each_object(place, role):
    project, secret = make_project("P", programme=place), make_project("S", programme=place, confidential=True)
    other = make_project("O")
    person = make_member(role, place.portfolio)
    assert effective_rights(make_member("reader"), person) == []  # who manages no grants is told of none
    told = {
        (rights.scope, rights.code): rights.permissions
        for rights in effective_rights(make_member("administrator"), person)
    }
    objects = [project, secret, other, other.portfolio, place, place.portfolio, place.portfolio.parent]
    expected = {
        (Scope(each._meta.model_name), each.code): frozenset(p for p in Permission if can(person, p, each))
        for each in objects
    }
    assert told == {key: permissions for key, permissions in expected.items() if permissions}


def test_rights_are_told_where_the_reader_manages_only(place):
    make_project("HERE", programme=place)
    make_project("THERE")
    told = effective_rights(make_member("pmo_manager", place), make_member("administrator"))
    assert [rights.code for rights in told] == ["PG", "HERE"]


def test_the_file_of_rights_costs_the_same_for_one_project_and_three(place):
    reader, person = make_member("administrator"), make_member("reader", place)
    make_project(programme=place)
    with CaptureQueriesContext(connection) as one:
        effective_rights(reader, person)
    make_project(programme=place)
    make_project(programme=place)
    with CaptureQueriesContext(connection) as three:
        assert len(effective_rights(reader, person)) == 6
    assert len(three) == len(one)


def test_a_place_seen_only_in_the_tree_is_no_refusal(place):
    person = make_member("reader", make_project("P", programme=place))
    assert why_not(person, place.portfolio) is None
    assert [rights.code for rights in effective_rights(make_member("administrator"), person)] == [
        "LOW",
        "TOP",
        "PG",
        "P",
    ]
