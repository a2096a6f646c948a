"""Operations of migrations that leave a large table readable and writable while they run (docs/operations.md).

They belong in a migration with ``atomic = False``. On SQLite, where one writer at a time is the rule, each does what
Django's own operation does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.migrations.operations import AddConstraint, AddIndex, RunPython
from django.db.models import CheckConstraint, Max, Min, Model, QuerySet


class AddIndexOnline(AddIndex):
    """Build the index beside the writers (CONCURRENTLY). One that an earlier try left half-built is removed first."""

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        _require_no_transaction(schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        with _waiting_for_old_transactions(schema_editor):
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(self.index.name)}")
            schema_editor.add_index(model, self.index, concurrently=True)


class AddCheckOnline(AddConstraint):
    """Add the check for new rows at once (NOT VALID), then look through the old ones without keeping anybody out."""

    atomic = False

    def __init__(self, model_name: str, constraint: CheckConstraint) -> None:
        if not isinstance(constraint, CheckConstraint):
            raise TypeError("AddCheckOnline takes a CheckConstraint")
        super().__init__(model_name, constraint)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        _require_no_transaction(schema_editor)
        model = from_state.apps.get_model(app_label, self.model_name)
        table, name = (schema_editor.quote_name(word) for word in (model._meta.db_table, self.constraint.name))
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        schema_editor.execute(f"{self.constraint.create_sql(model, schema_editor)} NOT VALID", params=None)
        schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


class Backfill(RunPython):
    """Change rows in batches of neighbouring keys, each in a transaction of its own, so that no lock is held for long.

    ``change`` gets the rows of one batch and must be safe to run twice: a migration that was interrupted starts again.
    """

    def __init__(self, model_name: str, change: Callable[["QuerySet[Model]"], Any], batch: int = 5000) -> None:
        self.model_name, self.change, self.batch = model_name, change, batch
        super().__init__(self._run, RunPython.noop, atomic=False)

    def _run(self, apps: Any, schema_editor: Any) -> None:
        _require_no_transaction(schema_editor)
        rows = apps.get_model(self.model_name)._base_manager.using(schema_editor.connection.alias).order_by()
        ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
        if ends["first"] is None:
            return
        for start in range(ends["first"], ends["last"] + 1, self.batch):
            with transaction.atomic(using=schema_editor.connection.alias):
                self.change(rows.filter(pk__gte=start, pk__lt=start + self.batch))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs = {"model_name": self.model_name, "change": self.change, "batch": self.batch}
        return (type(self).__qualname__, [], kwargs)


def _require_no_transaction(schema_editor: Any) -> None:
    if schema_editor.connection.in_atomic_block:
        raise transaction.TransactionManagementError("Write atomic = False in the migration: it must not be one lock.")


@contextmanager
def _waiting_for_old_transactions(schema_editor: Any) -> Iterator[None]:
    """CONCURRENTLY waits for transactions that began before it, which blocks nobody and may take longer than a lock."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute("SET lock_timeout = 0")
        try:
            yield
        finally:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [usual])
