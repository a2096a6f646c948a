"""Grants and groups through the API: only where one manages them, and never more than one holds."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from pmo.core.models import AuditEntry, Grant, User
from pmo.core.roles import Role
from tests import factories as f
from tests.calls import Api, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Api:
    """Manages grants in HOME, not beside it."""
    home = f.make_portfolio("HOME")
    f.make_project("SECRET", portfolio=home, confidential=True)
    f.make_project("FAR", portfolio=f.make_portfolio("OUT"))
    f.make_user("ben")
    return Api(f.make_member(Role.PMO_MANAGER, home, "office"))


def test_a_grant_is_given_read_and_taken_back(office: Api) -> None:
    made = office.post("grants/", {"user": "ben", "role": "reader", "scope": "portfolio", "portfolio": "HOME"})
    grant = Grant.objects.get(user__username="ben")
    row = {
        "id": str(grant.uuid),
        "user": "ben",
        "user_id": str(User.objects.get(username="ben").uuid),
        "group": None,
        "role": "reader",
        "scope": "portfolio",
        "portfolio": "HOME",
        "programme": None,
        "project": None,
        "created_at": grant.created_at.isoformat().replace("+00:00", "Z"),
    }
    assert (made.status_code, made.json()) == (201, row)
    assert made["Location"] == f"/api/v1/grants/{grant.uuid}/"
    assert office.rows("grants/", user="ben") == [row]
    assert office.delete(f"grants/{grant.uuid}/", version=None).status_code == 204
    assert not Grant.objects.filter(user__username="ben").exists()
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["granted", "revoked"]


def test_a_grant_that_is_held_is_answered_and_not_given_again(office: Api) -> None:
    body = {"user": "ben", "role": "reader", "scope": "project", "project": "SECRET"}
    first, again = office.post("grants/", body), office.post("grants/", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert AuditEntry.objects.count() == 1


def test_a_group_is_granted_by_its_name(office: Api) -> None:
    Group.objects.create(name="Finance")
    made = office.post("grants/", {"group": "Finance", "role": "reader", "scope": "portfolio", "portfolio": "HOME"})
    assert (made.status_code, made.json()["group"], made.json()["user"]) == (201, "Finance", None)


@pytest.mark.parametrize(
    ("values", "status", "code", "field"),
    [
        ({"scope": "project", "project": "FAR", "portfolio": None}, 422, "invalid", "project"),
        ({"scope": "portfolio", "portfolio": "OUT"}, 422, "invalid", "portfolio"),
        ({"scope": "organisation", "portfolio": None}, 403, "not_allowed", "scope"),
        ({"role": "administrator"}, 403, "not_allowed", "role"),
        ({"scope": "project"}, 422, "invalid", "scope"),
        ({"project": "SECRET"}, 422, "invalid", "scope"),
        ({"user": None}, 422, "invalid", "user"),
        ({"group": "Finance"}, 422, "invalid", "user"),
        ({"user": "nobody"}, 422, "invalid", "user"),
        ({"group": "9f1c0f0e-5f0f-4f3c-9a59-0f5f7d3f6a11", "user": None}, 422, "invalid", "group"),
    ],
)
def test_no_grant_beyond_ones_own(office: Api, values: dict[str, Any], status: int, code: str, field: str) -> None:
    Group.objects.create(name="Finance")
    grants = Grant.objects.count()
    body = {"user": "ben", "role": "reader", "scope": "portfolio", "portfolio": "HOME", **values}
    assert refusal(office.post("grants/", body)) == (status, code, [field])
    assert Grant.objects.count() == grants


def test_grants_elsewhere_are_not_seen(office: Api) -> None:
    elsewhere = f.grant_role(f.make_user(), Role.READER)
    assert [row["user"] for row in office.rows("grants/")] == ["office"]
    assert refusal(office.get(f"grants/{elsewhere.uuid}/"))[:2] == (404, "not_found")
    assert refusal(office.delete(f"grants/{elsewhere.uuid}/", version=None))[:2] == (404, "not_found")
    assert Grant.objects.filter(pk=elsewhere.pk).exists()


@pytest.fixture
def ada() -> Api:
    f.make_user("ben", first_name="Ben")
    return Api(f.make_member(Role.ADMINISTRATOR, username="ada"))


def test_a_group_is_made_filled_renamed_and_deleted(ada: Api) -> None:
    made = ada.post("groups/", {"name": "Finance"})
    group = Group.objects.get()
    assert made.json() == {"id": group.pk, "name": "Finance", "member_count": 0, "grant_count": 0}
    address = f"groups/{group.pk}/"
    assert ada.post(f"{address}add-members/", {"people": ["ben", "ada"]}).json()["member_count"] == 2
    assert [row["name"] for row in ada.rows(f"{address}members/", ordering="username")] == ["ada", "Ben"]
    assert ada.post(f"{address}remove-members/", {"people": ["ada"]}).json()["member_count"] == 1
    assert ada.patch(address, {"name": "Money", "replaces": "Finance"}, None).json()["name"] == "Money"
    assert ada.delete(address, version=None).status_code == 204
    assert Group.objects.count() == 0


def test_a_group_is_not_renamed_over_somebody_else(ada: Api) -> None:
    group = Group.objects.create(name="Controllers")
    answer = ada.patch(f"groups/{group.pk}/", {"name": "Money", "replaces": "Finance"}, None)
    assert refusal(answer)[:2] == (412, "stale")
    assert answer.json()["theirs"] == {"name": "Controllers"}
    assert refusal(ada.post("groups/", {"name": "Controllers"})) == (422, "already_taken", ["name"])


def test_groups_are_for_those_who_manage_grants(ada: Api) -> None:
    group = Group.objects.create(name="Finance")
    reader = Api(f.make_member(Role.READER))
    assert reader.rows("groups/") == []
    assert refusal(reader.get(f"groups/{group.pk}/members/"))[:2] == (404, "not_found")
    assert refusal(reader.post("groups/", {"name": "Mine"}))[:2] == (403, "not_allowed")
    assert Group.objects.count() == 1
