"""Which operations of a migration would keep writers out of a table of 2,000,000 rows for more than 250 ms.

By what PostgreSQL does, not by trying: an index built in place, a scan or a rewrite under a lock. Each is proved once
on a real table in tests/services/production/test_locks.py.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import models
from django.db.migrations import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterUniqueTogether,
    CreateModel,
    RunPython,
    RunSQL,
    SeparateDatabaseAndState,
)
from django.db.migrations.state import ProjectState
from django.db.models.expressions import Value
from django.db.utils import ConnectionHandler

from pmo.core.migration_operations import AddCheckOnline, AddIndexOnline, Backfill

ONLINE = (AddIndexOnline, AddCheckOnline, Backfill)
# People write these by hand, or one a person or a month: they stay in the thousands. Every other table may grow.
SMALL = frozenset(
    f"{app}.{table}"
    for app, tables in {
        "core": ("organisation", "exchangerate", "user", "grant", "savedview", "webhook", "apitoken", "jobrun"),
        "portfolio": ("portfolio", "programme", "thresholdset", "importprofile", "importrun"),
        "reporting": ("kpi",),
    }.items()
    for table in tables
)


def dangers(migration: Migration, before: ProjectState) -> list[str]:
    """A sentence for each operation that would lock a large table for long; ``before`` is the schema it starts from."""
    state, new = before.clone(), set()
    found: list[str] = []
    for operation in _operations(migration.operations):
        if isinstance(operation, CreateModel):
            new.add(f"{migration.app_label}.{operation.name_lower}")
        table = f"{migration.app_label}.{getattr(operation, 'model_name', getattr(operation, 'name', '')).lower()}"
        if isinstance(operation, ONLINE):
            reasons = ["needs atomic = False"] if migration.atomic else []
        elif table in SMALL | new:
            reasons = []
        else:
            reasons = list(_reasons(operation, state, migration.app_label))
        found += [f"{migration.app_label}.{migration.name}: {operation.describe()}: {reason}" for reason in reasons]
        operation.state_forwards(migration.app_label, state)
    return found


def _operations(operations: Any) -> Iterator[Any]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _operations(operation.database_operations)
        else:
            yield operation


def _reasons(operation: Any, state: ProjectState, app: str) -> Iterator[str]:
    match operation:
        case RunPython() | RunSQL():
            yield "could lock anything; write a Backfill, or have it reviewed and named in test_safe_migrations.py"
        case AddIndex():
            yield "builds the index while writers wait; use AddIndexOnline"
        case AddConstraint(constraint=models.CheckConstraint()):
            yield "looks through the table while writers wait; use AddCheckOnline"
        case AddConstraint() | AlterUniqueTogether():
            yield "builds an index while writers wait; build it with AddIndexOnline as a unique index"
        case AddField():
            yield from _new_column(operation.field)
        case AlterField():
            old = state.models[app, operation.model_name_lower].fields[operation.name]
            yield from _changed_column(old, operation.field)


def _new_column(field: Any) -> Iterator[str]:
    if field.unique or field.db_index:
        yield "builds an index while writers wait; add it without, then AddIndexOnline"
    if field.remote_field and getattr(field, "db_constraint", False):
        yield "checks every row against another table under a lock; add it with db_constraint=False"
    if _check(field):
        yield "looks through the table for its check; use a plain integer and AddCheckOnline"
    if field.generated:
        yield "rewrites the table to compute every row"
    if field.has_db_default() and not isinstance(field.db_default, Value | str | int | float | bool):
        yield "may rewrite the table, for its default can differ from row to row; add it nullable and Backfill"


def _changed_column(old: Any, new: Any) -> Iterator[str]:
    if (new.unique or new.db_index) and not (old.unique or old.db_index):
        yield "builds an index while writers wait; use AddIndexOnline"
    if old.null and not new.null:
        yield "looks through the table for NULL; add the check with AddCheckOnline"
    if _type(old) != _type(new) and not _only_wider(old, new):
        yield f"rewrites the table from {_type(old)} to {_type(new)}; add a column and Backfill"
    if _check(new) and not _check(old):
        yield "looks through the table for its new check; use AddCheckOnline"


def _only_wider(old: Any, new: Any) -> bool:
    texts = (models.CharField, models.TextField)
    if not isinstance(old, texts) or not isinstance(new, texts):
        return False
    return new.max_length is None or (old.max_length is not None and new.max_length >= old.max_length)


def _type(field: Any) -> str:
    return str(field.db_type(_postgresql()))


def _check(field: Any) -> str | None:
    named = field.clone()
    named.set_attributes_from_name("column")
    check: str | None = named.db_check(_postgresql())
    return check


@cache
def _postgresql() -> Any:
    """Knows the words of PostgreSQL; is never connected."""
    return ConnectionHandler({"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "none"}})["default"]
