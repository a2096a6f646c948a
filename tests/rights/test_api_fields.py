"""Field by field: whatever a low role sends, nothing changes but what their role and the body allow."""

import uuid
from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from pmo.core.models import User
from tests.rights.api_matrix import API_MATRIX
from tests.rights.rows import Row
from tests.rights.test_api_matrix import version
from tests.rights.traces import routes, undone
from tests.rights.world import World

pytestmark = pytest.mark.django_db

LOW_ROLES = ("stranger", "reader", "member", "manager")
# What every write of a row leaves on it.
MARKS = {"version", "updated_at"}
# Fields that go with another one: the day an entry ends with its state, the portfolio with the programme.
WITH = {
    "state": {"closed_on", "taken_on", "decided_on"},
    "amount": {"missing", "missing_reason"},
    "programme": {"portfolio_id"},
}
RESOURCES: dict[str, Any] = {
    name: pattern.callback.cls
    for name, pattern in routes()
    if name.startswith("api:") and hasattr(pattern.callback, "cls")
}
PATCHED = [row for row in API_MATRIX if row.method == "PATCH" and row.route.endswith("-detail")]
CREATED = [row for row in API_MATRIX if row.method == "POST" and row.route.endswith("-list")]


def fields_of(model: type[models.Model]) -> list[Any]:
    return list(model._meta.concrete_fields)


def other(field: Any, stored: Any, world: World) -> Any:
    """A value that the field would take and does not hold."""
    match field:
        case models.ForeignKey():
            return reference(field, world)
        case _ if field.choices:
            return next(value for value, _ in field.flatchoices if value != stored)
        case models.BooleanField():
            return not stored
        case models.DateTimeField():
            return "2026-03-04T05:06:07Z"
        case models.DateField():
            return "2026-03-04"
        case models.DecimalField() | models.IntegerField():
            return 3 if stored != 3 else 2
        case models.UUIDField():
            return str(uuid.UUID(int=1))
        case models.JSONField():
            return {"a": 1}
        case _:
            return "other"


def reference(field: Any, world: World) -> Any:
    if field.related_model is User:
        return world.people["executive"].username
    found = field.related_model._default_manager.order_by("-pk").first()
    return getattr(found, "code", None) or getattr(found, "name", None) or str(found)


def told(answer: Any) -> str:
    return f"{answer.status_code} {answer.content.decode()[:300]}"


@pytest.mark.parametrize("row", PATCHED, ids=str)
def test_a_change_touches_the_field_that_is_sent_or_none(world: World, row: Row) -> None:
    resource, target = RESOURCES[row.route], next(iter(row.allowed))
    url = reverse(row.route, args=row.args(world, target))
    seen = version(row, world, target)
    objects = resource.model._base_manager.filter(**{resource.id_field: row.args(world, target)[0]})
    before = objects.values().get()
    touched: set[str] = set()
    for persona in LOW_ROLES:
        client, writes = world.client(persona), persona in row.allowed[target]
        for field in fields_of(resource.model):
            for name in {field.name, field.attname}:
                sent = {name: other(field, before[field.attname], world)}
                with undone():
                    answer = client.patch(url, sent, content_type="application/json", headers={"If-Match": seen})
                    after = objects.values().get()
                changed = {each for each in after if after[each] != before[each]} - MARKS
                allowed = {field.attname} | WITH.get(name, set()) if writes and name in body(resource) else set()
                assert changed <= allowed, f"{persona} sent {sent}: {told(answer)}"
                assert answer.status_code < 500, f"{persona} sent {sent}: {told(answer)}"
                touched |= changed
    assert bool(touched) == bool(row.allowed[target] & set(LOW_ROLES))


@pytest.mark.parametrize("row", CREATED, ids=str)
def test_nothing_is_created_with_a_field_that_the_body_does_not_know(world: World, row: Row) -> None:
    resource, target = RESOURCES[row.route], next(iter(row.allowed))
    url = reverse(row.route)
    known = set(resource.creates().fields)
    before = resource.model._base_manager.count()
    for persona in LOW_ROLES:
        client = world.client(persona)
        for field in fields_of(resource.model):
            for name in {field.name, field.attname} - known:
                data = row.data(world, target)
                extra = {name: other(field, None, world)}
                form = {} if "file" in data else {"content_type": "application/json"}
                with undone():
                    answer = client.post(url, {**data, **extra}, **form)
                    count = resource.model._base_manager.count()
                assert (count, answer.status_code) in {(before, 422), (before, 403)}, f"{extra}: {told(answer)}"


def body(resource: Any) -> set[str]:
    return set(resource.amends().fields)
