"""The pages of groups."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmo.core.models import Grant
from tests.factories import make_member, make_portfolio, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_member("pmo_manager", username="office"))
    return client


@pytest.fixture
def group():
    return Group.objects.create(name="Finance")


def page_of(client, group):
    return client.get(reverse("core:admin-group", args=[group.pk])).content.decode()


def test_a_group_is_made_named_filled_emptied_and_deleted(office):
    office.post(reverse("core:admin-group-new"), {"name": "Finance"})
    group = Group.objects.get(name="Finance")
    office.post(reverse("core:admin-group", args=[group.pk]), {"name": "Money", "opened_name": "Finance"})
    ann, bob = make_user("ann"), make_user("bob", email="bob@example.org")
    members = reverse("core:admin-group-members", args=[group.pk])
    office.post(members, {"users": [ann.pk], "logins": "bob@example.org\n\nann"})
    assert set(group.user_set.all()) == {ann, bob}
    office.post(members, {"what": "remove", "users": [ann.pk]})
    assert set(group.user_set.all()) == {bob}
    assert office.post(reverse("core:admin-group-delete", args=[group.pk])).status_code == 302
    assert not Group.objects.exists()


def test_a_login_that_nobody_has_adds_nobody(office, group):
    make_user("ann")
    answer = office.post(reverse("core:admin-group-members", args=[group.pk]), {"logins": "ann\nnobody"})
    assert "Nobody active is called so: nobody." in answer.content.decode()
    assert not group.user_set.exists()


def test_a_rename_over_a_rename_is_shown_before_it_is_made(office, group):
    page = reverse("core:admin-group", args=[group.pk])
    Group.objects.update(name="Money")
    answer = office.post(page, {"name": "Cash", "opened_name": "Finance"}).content.decode()
    assert "Stored meanwhile: Money" in answer
    assert 'name="opened_name" value="Money"' in answer
    office.post(page, {"name": "Cash", "opened_name": "Money"})
    assert Group.objects.get().name == "Cash"


def test_the_office_of_a_portfolio_reads_members_and_its_own_grants_only(client, group):
    mine, other = make_portfolio("MINE"), make_portfolio("OTHER")
    for portfolio in (mine, other):
        Grant.objects.create(group=group, role="reader", scope="portfolio", portfolio=portfolio)
    group.user_set.add(make_user("ann"))
    client.force_login(make_member("pmo_manager", mine))
    page = page_of(client, group)
    assert "ann" in page
    assert "MINE" in page
    assert "OTHER" not in page
    assert 'name="logins"' not in page
    assert '<td class="num">1</td><td class="num">1</td>' in client.get(reverse("core:admin-groups")).content.decode()


def test_a_group_and_the_list_cost_the_same_whatever_they_hold(office, group):
    def add():
        group.user_set.add(make_user())
        Grant.objects.create(group=group, role="reader", scope="project", project=make_project())
        Group.objects.create(name=f"G{Group.objects.count()}")

    for path in (reverse("core:admin-group", args=[group.pk]), reverse("core:admin-groups")):
        add()
        office.get(path)
        with CaptureQueriesContext(connection) as one:
            office.get(path)
        add()
        add()
        with CaptureQueriesContext(connection) as three:
            office.get(path)
        assert len(three) == len(one)
