"""Every route, every role: the answer, and that a refusal left nothing behind."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.rights.account_rows import OPEN
from tests.rights.matrix import MATRIX
from tests.rights.rows import PERSONAS, Row
from tests.rights.traces import fingerprint, routes, undone
from tests.rights.world import World

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = OPEN | {"core:health-live", "core:health-ready", "reporting:metrics"}
REFUSALS = (403, 404)


def ask(client: Client, row: Row, world: World, target: str) -> int:
    """The status of the answer; a file is read to its end, so that it is closed."""
    url = reverse(row.route, args=row.args(world, target))
    response: Any = client.post(url, row.data(world, target)) if row.method == "POST" else client.get(url)
    if response.streaming:
        list(response)
    return int(response.status_code)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {name for name, _ in routes() if not name.startswith("api:")} == {row.route for row in MATRIX}


@pytest.mark.parametrize("row", MATRIX, ids=str)
def test_the_table_holds(world: World, row: Row) -> None:
    clients = {persona: world.client(persona) for persona in PERSONAS}
    before = fingerprint()
    cases = [(persona, target) for persona in PERSONAS for target in row.allowed]
    refused = [case for case in cases if row.expected(*case) in REFUSALS or case[0] not in row.allowed[case[1]]]
    expected = {case: row.expected(*case) for case in cases}
    answered = {case: ask(clients[case[0]], row, world, case[1]) for case in refused}
    assert fingerprint() == before, "a refusal left something behind"
    for persona, target in set(cases) - set(refused):
        with undone():
            answered[persona, target] = ask(clients[persona], row, world, target)
            changed = fingerprint() != before if row.method == "POST" and row.changes else row.changes
        assert changed == row.changes, f"{persona} on {target} changed nothing"
    assert answered == expected


@pytest.mark.parametrize("route", sorted({row.route for row in MATRIX} - OPEN_TO_ALL))
def test_who_has_not_signed_in_is_sent_to_the_door(world: World, client: Client, route: str) -> None:
    row = next(row for row in MATRIX if row.route == route)
    url = reverse(route, args=row.args(world, next(iter(row.allowed))))
    before = fingerprint()
    for response in (client.get(url), client.post(url, row.data(world, next(iter(row.allowed))))):
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("core:login"))
    assert fingerprint() == before


def test_reading_pages_change_nothing_when_they_are_posted_to(world: World) -> None:
    writing = {row.route for row in MATRIX if row.method == "POST"}
    administrator = world.client("administrator")
    before = fingerprint()
    for row in MATRIX:
        if row.route not in writing | OPEN_TO_ALL:
            url = reverse(row.route, args=row.args(world, next(iter(row.allowed))))
            assert administrator.post(url, {"name": "New", "title": "New"}).status_code in (200, 405)
    assert fingerprint() == before
