"""What somebody may not see is not there: by id, with a version they guessed, in lists, counts and cursors."""

from typing import Any

import pytest
from django.urls import reverse

from tests.rights.api_matrix import API_MATRIX
from tests.rights.rows import PERSONAS, Row
from tests.rights.traces import fingerprint
from tests.rights.world import TARGETS, World

pytestmark = pytest.mark.django_db
# Rows whose objects somebody does not see, each with a target that is hidden from them.
READ = [row for row in API_MATRIX if row.method == "GET" and row.route.endswith("-detail")]
HIDDEN = [
    (row, target, persona)
    for row in READ
    for target in row.allowed
    for persona in PERSONAS
    if persona not in row.sees[target] and persona in ("reader", "manager", "analyst")
]


def name_of(case: Any) -> str:
    return case.route.removeprefix("api:").removesuffix("-detail") if isinstance(case, Row) else str(case)


@pytest.mark.parametrize(("row", "target", "persona"), HIDDEN, ids=name_of)
def test_what_is_hidden_is_not_there(world: World, row: Row, target: str, persona: str) -> None:
    client, seer = world.client(persona), who_sees(world, row, target)
    (key,) = row.args(world, target)
    url, nowhere = reverse(row.route, args=[key]), reverse(row.route, args=["00000000-0000-0000-0000-000000000000"])
    there = seer.get(url)
    assert there.status_code == 200
    before = fingerprint()

    def answers(address: str, **headers: str) -> list[tuple[int, bytes]]:
        read = client.get(address, headers=headers)
        written = [
            getattr(client, method)(address, {}, content_type="application/json", headers=headers)
            for method in ("patch", "delete")
        ]
        assert not any(answer.has_header("ETag") for answer in (read, *written))
        return [(answer.status_code, answer.content) for answer in (read, *written)]

    tag = there.get("ETag", '"1"')
    for headers in ({}, {"If-None-Match": tag, "If-Match": tag}, {"If-None-Match": '"0"', "If-Match": '"0"'}):
        assert answers(url, **headers) == answers(nowhere, **headers)
    assert client.get(url).status_code == 404
    assert fingerprint() == before


@pytest.mark.parametrize(("row", "target", "persona"), HIDDEN, ids=name_of)
def test_what_is_hidden_is_in_no_list(world: World, row: Row, target: str, persona: str) -> None:
    """Not even named by another row; who sees it finds it there."""
    client, seer = world.client(persona), who_sees(world, row, target)
    list_of = reverse(row.route.replace("-detail", "-list"))
    (found_by,) = row.args(world, target)
    key = str(found_by)
    if isinstance(found_by, int):  # snapshots tell no id
        key = f'"project":"{target}"' if target in TARGETS else f'"id":{found_by},'
    ways = [{}, {"cursor": ""}, {"ordering": "-id"}]
    for asked in ways:
        wanted = {"page_size": "1000", "count": "true", **asked}
        seen = seer.get(list_of, wanted)
        if seen.status_code == 400:  # facts have one order and no cursor
            assert asked
            continue
        found = client.get(list_of, wanted)
        assert (seen.status_code, found.status_code) == (200, 200)
        assert key in seen.content.decode()
        assert key not in found.content.decode()
        assert found.json()["count"] == len(found.json()["results"])


def who_sees(world: World, row: Row, target: str) -> Any:
    return world.client(next(persona for persona in reversed(PERSONAS) if persona in row.allowed[target]))
