"""Every write of every page and of the API leaves an entry by its author, in the same transaction."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from pmo.core.models import AuditEntry, IdempotencyKey, JobRun, WebhookDelivery
from projects.models import DirtyMark
from reporting.models import ProjectFact, ProjectFactSnapshot
from tests.rights import test_api_matrix, test_permission_matrix
from tests.rights.api_matrix import API_MATRIX
from tests.rights.matrix import MATRIX
from tests.rights.rows import Row
from tests.rights.traces import undone
from tests.rights.world import World

pytestmark = pytest.mark.django_db

#: What is no business data: computed from it, about the work of the machine, or the record itself.
NOT_BUSINESS: tuple[type[models.Model], ...] = (
    AuditEntry,
    DirtyMark,
    IdempotencyKey,
    JobRun,
    ProjectFact,
    ProjectFactSnapshot,
    Session,
    WebhookDelivery,
)
#: Writes without an entry, each with its reason.
WITHOUT = {"reporting:admin-outbox-retry": "takes a mark off the shelf; no business data changes"}


class Broken(Exception):
    """The trail cannot be written."""


def business() -> dict[str, list[Any]]:
    """Every row of every table of business data, by table; the time of the last sign-in aside."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        if not issubclass(model, NOT_BUSINESS):
            fields = [
                each.attname for each in model._meta.concrete_fields if each.name not in ("last_login", "used_at")
            ]
            tables[model._meta.label] = list(model._base_manager.order_by("pk").values_list(*fields))
    return tables


def ask(row: Row, world: World, persona: str, target: str) -> None:
    asks = test_api_matrix.ask if row.route.startswith("api:") else test_permission_matrix.ask
    asks(world.client(persona), row, world, target)


def one_allowed(row: Row) -> tuple[str, str]:
    """Somebody who may, on the first target where anybody may."""
    target = next(target for target in row.allowed if row.allowed[target])
    return sorted(row.allowed[target] & row.door)[0], target


#: Marks of use, written by reading.
UNTOLD = ("last_login", "used_at")
WRITES = [row for row in (*MATRIX, *API_MATRIX) if row.method != "GET" and row.changes and row.route not in WITHOUT]


@pytest.mark.parametrize("row", WRITES, ids=str)
def test_a_write_leaves_an_entry_and_without_one_nothing(
    world: World, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    persona, target = one_allowed(row)
    before, last = business(), AuditEntry.objects.latest("pk").pk if AuditEntry.objects.exists() else 0
    with undone():
        ask(row, world, persona, target)
        changed = {table for table, rows in business().items() if rows != before[table]}
        authors = set(AuditEntry.objects.filter(pk__gt=last).values_list("actor__username", flat=True))
    assert persona in authors, f"{changed} changed without an entry"

    def fail(*args: Any, **kwargs: Any) -> None:
        raise Broken

    monkeypatch.setattr(AuditEntry, "save", fail)
    monkeypatch.setattr("pmo.core.audit.record_all", fail)
    with undone():
        with pytest.raises(Broken):
            ask(row, world, persona, target)
        assert business() == before, "written in another transaction than its entry"


def test_no_reason_is_left_over() -> None:
    assert set(WITHOUT) <= {row.route for row in MATRIX if row.changes}
