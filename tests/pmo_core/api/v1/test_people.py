"""People through the API: names for everybody, the rest for the office, changes for administrators."""

from typing import Any

import pytest

from pmo.core.models import AuditEntry, User
from pmo.core.roles import Role
from tests import factories as f
from tests.calls import Api, refusal

pytestmark = pytest.mark.django_db
PARTICULARS = {"first_name", "last_name", "email", "job_title", "language"}


@pytest.fixture
def ben() -> User:
    return f.make_user("ben", first_name="Ben", last_name="Bauer", email="ben@example.org", job_title="Buyer")


def test_everybody_knows_who_there_is(ben: User) -> None:
    rows = Api(f.make_user("stranger")).rows("people/", ordering="username")
    assert rows == [
        {"id": str(ben.uuid), "username": "ben", "name": "Ben Bauer", "active": True},
        {"id": rows[1]["id"], "username": "stranger", "name": "stranger", "active": True},
    ]


def test_the_office_sees_how_to_reach_them(ben: User) -> None:
    row = Api(f.make_member(Role.PMO_MANAGER)).get("people/ben/").json()
    assert set(row) >= PARTICULARS
    assert (row["email"], row["job_title"]) == ("ben@example.org", "Buyer")


@pytest.mark.parametrize("asked", [{"fields": "email"}, {"ordering": "email"}, {"ordering": "job_title"}])
def test_particulars_cannot_be_asked_for_by_the_others(ben: User, asked: dict[str, str]) -> None:
    api = Api(f.make_member(Role.EXECUTIVE))
    assert refusal(api.get("people/", **asked))[:2] == (400, "bad_query")


def test_nor_found_out_by_searching(ben: User) -> None:
    stranger, office = Api(f.make_user("stranger")), Api(f.make_member(Role.PMO_MANAGER, username="office"))
    for words in ("example.org", "Buyer"):
        assert stranger.rows("people/", q=words) == []
        assert [row["username"] for row in office.rows("people/", q=words)] == ["ben"]
    assert [row["username"] for row in stranger.rows("people/", q="bau")] == ["ben"]


def test_who_left_is_still_known_by_name(ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(is_active=False)
    api = Api(f.make_user("stranger"))
    assert [row["username"] for row in api.rows("people/", active="no")] == ["ben"]
    assert api.get(f"people/{ben.uuid}/").json()["active"] is False


def test_somebody_is_created_and_changed() -> None:
    api = Api(f.make_member(Role.ADMINISTRATOR))
    made = api.post("people/", {"username": "cat", "password": "a-long-password-indeed", "first_name": "Cat"})
    assert made.status_code == 201
    assert (made.json()["username"], made.json()["name"]) == ("cat", "Cat")
    assert "password" not in made.json()
    assert User.objects.get(username="cat").check_password("a-long-password-indeed")
    changed = api.patch("people/cat/", {"job_title": "Buyer"}, version=None)
    assert (changed.status_code, changed.json()["job_title"]) == (200, "Buyer")
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["created", "edited"]


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"username": "ben"}, "already_taken", "username"),
        ({"username": "a b"}, "invalid", "username"),
        ({"password": "short"}, "invalid", "password"),
        ({"password": "password1234"}, "weak_password", "password"),
        ({"is_superuser": True}, "invalid", "is_superuser"),
        ({"is_active": False}, "invalid", "is_active"),
        ({"groups": []}, "invalid", "groups"),
    ],
)
def test_nobody_is_created_against_the_rules(ben: User, values: dict[str, Any], code: str, field: str) -> None:
    api = Api(f.make_member(Role.ADMINISTRATOR))
    people = User.objects.count()
    answer = api.post("people/", {"username": "cat", "password": "a-long-password-indeed", **values})
    assert refusal(answer) == (422, code, [field])
    assert User.objects.count() == people


def test_somebody_leaves_and_comes_back(ben: User) -> None:
    api = Api(f.make_member(Role.ADMINISTRATOR))
    assert api.post("people/ben/deactivate/").json()["active"] is False
    assert api.post("people/ben/reactivate/").json()["active"] is True
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["deactivated", "reactivated"]


def test_nobody_locks_themselves_out() -> None:
    ada = f.make_member(Role.ADMINISTRATOR, username="ada")
    assert refusal(Api(ada).post("people/ada/deactivate/"))[:2] == (422, "own_account")
    ada.refresh_from_db()
    assert ada.is_active


def test_only_administrators_write(ben: User) -> None:
    office = Api(f.make_member(Role.PMO_MANAGER))
    assert refusal(office.patch("people/ben/", {"job_title": "x"}, version=None))[:2] == (403, "not_allowed")
    assert refusal(office.post("people/ben/deactivate/"))[:2] == (403, "not_allowed")
    ben.refresh_from_db()
    assert (ben.job_title, ben.is_active) == ("Buyer", True)


def test_me_tells_what_one_may_do_somewhere() -> None:
    person = f.make_member(Role.TEAM_MEMBER, f.make_project(), "tim")
    assert Api(person).get("me/").json() == {
        "id": str(person.uuid),
        "username": "tim",
        "name": "tim",
        "email": "",
        "language": "en",
        "permissions": ["view", "edit_registers"],
        "token": None,
    }
