"""A request that may be sent twice is done once; versions keep two writers apart."""

from datetime import timedelta
from typing import Any

import pytest

from pmo.core.models import IdempotencyKey
from projects.models import Risk
from tests import factories as f
from tests.calls import Api, refusal

pytestmark = pytest.mark.django_db
BODY = {"project": "ALPHA", "title": "Fire", "raised_on": "2026-01-02"}


@pytest.fixture
def api() -> Api:
    return Api(f.make_member("project_manager", f.make_project("ALPHA"), "mia"))


def test_the_same_request_again_gets_the_same_answer(api: Api) -> None:
    first, again = api.post("risks/", BODY, key="k-1"), api.post("risks/", BODY, key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert (again["Idempotent-Replayed"], "Idempotent-Replayed" in first) == ("true", False)
    assert Risk.objects.count() == 1


def test_a_key_belongs_to_one_request(api: Api) -> None:
    api.post("risks/", BODY, key="k-1")
    answer = api.post("risks/", {**BODY, "title": "Flood"}, key="k-1")
    assert refusal(answer)[:2] == (422, "idempotency_key_reused")
    assert Risk.objects.count() == 1


def test_a_refusal_leaves_the_key_free(api: Api) -> None:
    assert refusal(api.post("risks/", {**BODY, "title": ""}, key="k-1"))[0] == 422
    assert api.post("risks/", BODY, key="k-1").status_code == 201


def test_a_key_belongs_to_one_person(api: Api) -> None:
    api.post("risks/", BODY, key="k-1")
    other = Api(f.make_member("project_manager", Risk.objects.get().project, "otto"))
    assert other.post("risks/", BODY, key="k-1").status_code == 201
    assert Risk.objects.count() == 2


def test_a_key_is_forgotten_after_a_day(api: Api) -> None:
    api.post("risks/", BODY, key="k-1")
    note = IdempotencyKey.objects.get()
    IdempotencyKey.objects.update(created_at=note.created_at - timedelta(hours=24, seconds=1))
    assert api.post("risks/", BODY, key="k-1").status_code == 201
    assert (Risk.objects.count(), IdempotencyKey.objects.count()) == (2, 1)


@pytest.mark.parametrize("key", ["k" * 256, "a\tb"])
def test_a_key_that_is_none(api: Api, key: str) -> None:
    assert refusal(api.post("risks/", BODY, key=key)) == (400, "bad_query", ["Idempotency-Key"])
    assert Risk.objects.count() == 0


def test_a_change_says_which_version_it_saw(api: Api) -> None:
    address = api.post("risks/", BODY)["Location"].removeprefix("/api/v1/")
    assert refusal(api.patch(address, {"title": "Flood"}, version=None))[:2] == (428, "version_missing")
    assert api.patch(address, {"title": "Flood"}, version=1)["ETag"] == '"2"'
    stale = api.patch(address, {"title": "Storm"}, version=1)
    assert refusal(stale)[:2] == (412, "stale")
    assert stale.json()["theirs"] == {"title": "Flood"}
    assert refusal(api.delete(address, version=1))[:2] == (412, "stale")
    assert refusal(api.delete(address, version=None))[:2] == (428, "version_missing")
    assert Risk.objects.get().title == "Flood"


@pytest.mark.parametrize(("tag", "status"), [('"1"', 200), ('W/"1"', 200), ("1", 412), ("*", 412), ('"x"', 412)])
def test_only_a_version_is_a_version(api: Api, tag: str, status: int) -> None:
    address = api.post("risks/", BODY)["Location"]
    headers: Any = {"If-Match": tag}
    answer = api.client.patch(address, {"title": "Flood"}, "application/json", headers=headers)
    assert answer.status_code == status


def test_what_has_not_changed_is_not_sent_again(api: Api) -> None:
    address = api.post("risks/", BODY)["Location"].removeprefix("/api/v1/")
    answer = api.get(address, headers={"If-None-Match": '"9", "1"'})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", '"1"')
    assert api.get(address, headers={"If-None-Match": '"2"'}).status_code == 200
