"""Groups: who may change them, and that joining one gives no more than its giver may give."""

import pytest
from django.contrib.auth.models import Group

from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.grants import LastAdministrator, give_grants
from pmo.core.actions.groups import (
    GroupHoldsGrants,
    add_members,
    create_group,
    delete_group,
    remove_members,
    rename_group,
)
from pmo.core.errors import AlreadyTaken, EditConflict, NotAllowed
from pmo.core.models import AuditEntry, Grant
from pmo.core.roles import Role
from tests.factories import NOON, make_member, make_portfolio, make_user

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, dict]]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "changes"))


def test_a_group_lives_from_its_making_to_its_end_and_the_trail_tells_all():
    office, ann = make_member("pmo_manager"), make_user("ann")
    group = create_group(name="Finance", by=office, at=NOON)
    rename_group(group=group, name="Money", opened_name="Finance", by=office, at=NOON)
    assert add_members(group=group, users=[ann], by=office, at=NOON) == 1
    assert add_members(group=group, users=[ann], by=office, at=NOON) == 0
    assert remove_members(group=group, users=[ann], by=office, at=NOON) == 1
    delete_group(group=group, by=office, at=NOON)
    assert told() == [
        ("created", {"name": [None, "Finance"]}),
        ("edited", {"name": ["Finance", "Money"]}),
        ("edited", {"members": [[], ["ann"]]}),
        ("edited", {"members": [["ann"], []]}),
        ("deleted", {"name": ["Money", None], "members": [[], None]}),
    ]
    assert not Group.objects.exists()


def test_only_who_manages_grants_on_the_organisation_changes_groups():
    group, person = Group.objects.create(name="Finance"), make_user()
    for by in (make_member("pmo_manager", make_portfolio()), make_member("pmo_analyst"), person):
        for act in (
            lambda by=by: create_group(name="New", by=by, at=NOON),
            lambda by=by: rename_group(group=group, name="New", opened_name="Finance", by=by, at=NOON),
            lambda by=by: add_members(group=group, users=[person], by=by, at=NOON),
            lambda by=by: remove_members(group=group, users=[person], by=by, at=NOON),
            lambda by=by: delete_group(group=group, by=by, at=NOON),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert list(Group.objects.values_list("name", "user")) == [("Finance", None)]
    assert told() == []


def test_nobody_joins_a_group_through_somebody_who_could_not_grant_what_it_holds():
    office, group = make_member("pmo_manager"), Group.objects.create(name="Masters")
    give_grants(role=Role.ADMINISTRATOR, target=None, groups=[group], by=None, at=NOON)
    with pytest.raises(NotAllowed):
        add_members(group=group, users=[office], by=office, at=NOON)
    assert not can_everywhere(office, Permission.ADMINISTER)
    administrator = make_member("administrator")
    add_members(group=group, users=[office], by=administrator, at=NOON)
    assert can_everywhere(office, Permission.ADMINISTER)
    with pytest.raises(NotAllowed):
        remove_members(group=group, users=[administrator], by=make_member("pmo_manager"), at=NOON)


def test_the_last_administrator_stays_in_the_group_that_makes_them_one():
    group, last = Group.objects.create(name="Masters"), make_user()
    give_grants(role=Role.ADMINISTRATOR, target=None, groups=[group], by=None, at=NOON)
    add_members(group=group, users=[last], by=None, at=NOON)
    with pytest.raises(LastAdministrator):
        remove_members(group=group, users=[last], by=last, at=NOON)
    assert list(group.user_set.all()) == [last]


def test_a_group_with_a_role_is_not_deleted():
    office, group = make_member("pmo_manager"), Group.objects.create(name="Readers")
    give_grants(role=Role.READER, target=None, groups=[group], by=None, at=NOON)
    with pytest.raises(GroupHoldsGrants):
        delete_group(group=group, by=office, at=NOON)
    assert Grant.objects.filter(group=group).exists()


def test_a_name_is_used_once_and_a_rename_replaces_the_name_that_was_seen():
    office = make_member("pmo_manager")
    group, _other = create_group(name="A", by=office, at=NOON), create_group(name="B", by=office, at=NOON)
    with pytest.raises(AlreadyTaken):
        create_group(name="B", by=office, at=NOON)
    with pytest.raises(AlreadyTaken):
        rename_group(group=group, name="B", opened_name="A", by=office, at=NOON)
    rename_group(group=group, name="C", opened_name="A", by=office, at=NOON)
    with pytest.raises(EditConflict) as conflict:
        rename_group(group=group, name="D", opened_name="A", by=office, at=NOON)
    assert conflict.value.theirs == {"name": "C"}
    assert sorted(Group.objects.values_list("name", flat=True)) == ["B", "C"]
