"""Every route of the API, every role: the answer, and that a refusal left nothing behind."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pmo.core.models import AuditEntry
from tests.rights.api_matrix import API_MATRIX
from tests.rights.rows import PERSONAS, Row
from tests.rights.traces import fingerprint, routes, undone
from tests.rights.world import World

pytestmark = pytest.mark.django_db

# Below the API, whatever is no address answers 404 to everybody.
NOWHERE = "api:nowhere"
# A project in the body that the person does not see is a value that does not fit, not a missing page.
UNSEEN_IN_BODY = 422


def ask(client: Client, row: Row, world: World, target: str) -> Any:
    """The answer; a version is the one stored, so that only rights can stand in the way."""
    url = reverse(row.route, args=row.args(world, target))
    call = getattr(client, row.method.lower())
    if row.method == "GET":
        return call(url, row.data(world, target))
    data, headers = row.data(world, target), {"If-Match": version(row, world, target)}
    if "file" in data:
        return call(url, data, headers=headers)
    return call(url, data, content_type="application/json", headers=headers)


def version(row: Row, world: World, target: str) -> str:
    """Everything in the world has been written once, unless the answer says otherwise."""
    if not row.route.endswith(("-detail", "-publish")):
        return ""
    detail = row.route.replace("-publish", "-detail")
    answer = world.client("administrator").get(reverse(detail, args=row.args(world, target)))
    return answer.get("ETag", "")


def expected(row: Row, persona: str, target: str) -> int:
    status = row.expected(persona, target)
    named = row.method == "POST" and row.route.endswith(("-list", "-upsert"))
    return UNSEEN_IN_BODY if status == 404 and named else status


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    there = {name for name, _ in routes() if name.startswith("api:")} - {NOWHERE}
    assert there == {row.route for row in API_MATRIX}


def test_every_method_of_every_route_has_a_row() -> None:
    """A route that starts to answer POST must be asked about POST."""
    missing = []
    for name, pattern in routes():
        actions: dict[str, str] = getattr(pattern.callback, "actions", None) or {}
        asked = {row.method for row in API_MATRIX if row.route == name}
        missing += [
            f"{method.upper()} {name}" for method in actions if method != "head" and method.upper() not in asked
        ]
    assert missing == []


@pytest.mark.parametrize("row", API_MATRIX, ids=str)
def test_the_table_holds(world: World, row: Row) -> None:
    before, written = fingerprint(), AuditEntry.objects.count()
    cases = [(persona, target) for persona in PERSONAS for target in row.allowed]
    wanted = {case: expected(row, *case) for case in cases}
    writing = [case for case in cases if row.changes and wanted[case] == row.done]
    answered = {case: ask(world.client(case[0]), row, world, case[1]).status_code for case in set(cases) - set(writing)}
    assert fingerprint() == before, "a refusal left something behind"
    for persona, target in writing:
        with undone():
            answered[persona, target] = ask(world.client(persona), row, world, target).status_code
            assert AuditEntry.objects.count() > written, f"{persona} on {target} wrote nothing"
    assert answered == wanted


@pytest.mark.parametrize("route", sorted({row.route for row in API_MATRIX} - {"api:explorer", "api:openapi"}))
def test_who_has_not_signed_in_is_told_so(world: World, client: Client, route: str) -> None:
    row = next(row for row in API_MATRIX if row.route == route)
    url = reverse(route, args=row.args(world, next(iter(row.allowed))))
    before = fingerprint()
    for method in ("get", "post", "patch", "delete"):
        response = getattr(client, method)(url)
        assert response.status_code in (401, 405)
        assert response["Content-Type"] == "application/problem+json"
    assert fingerprint() == before
