"""What the rules of tests/architecture/locking.py rest on: how long a writer waits while a migration runs."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
from django.db.models import F, Func, Q, Value
from django.db.models.functions import MD5, Repeat
from django.db.models.lookups import Exact

from pmo.core.management.commands import migrate
from pmo.core.migration_operations import AddCheckOnline, AddIndexOnline, Backfill
from tests.services.conftest import _database_url

ROWS = 120_000
# Costs a few microseconds a row, as a table seven times as long would.
COSTLY = MD5(Repeat(F("word"), Value(60)))
INDEX = models.Index(COSTLY, name="heavy_index")
CHECK = models.CheckConstraint(condition=~Q(Exact(COSTLY, Value(""))), name="heavy_check")


@pytest.fixture
def heavy(transactional_db: None) -> Iterator[ProjectState]:
    """A long table, known to migrations and to nobody else."""
    fields = [("id", models.BigAutoField(primary_key=True)), ("word", models.CharField(max_length=32))]
    state, after = ProjectState(), ProjectState()
    table = migrations.CreateModel("Heavy", fields)
    table.state_forwards("projects", after)
    with connection.schema_editor() as editor:
        table.database_forwards("projects", editor, state, after)
    with connection.cursor() as cursor:
        # Room in each page, so that the row which is saved again and again stays at the beginning.
        cursor.execute("ALTER TABLE projects_heavy SET (fillfactor = 50)")
        cursor.execute("INSERT INTO projects_heavy (word) SELECT md5(n::text) FROM generate_series(1, %s) n", [ROWS])
    yield after
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE projects_heavy")


@dataclass
class Measured:
    lasted: float
    waited: float  # the longest that a writer waited meanwhile

    def __str__(self) -> str:
        return f"{self.lasted:6.2f} s, a writer waited up to {self.waited * 1000:5.0f} ms"


def measured(operation: Any, before: ProjectState) -> Measured:
    after = before.clone()
    operation.state_forwards("projects", after)
    with Writer() as writer, connection.schema_editor(atomic=False) as editor:
        start = time.perf_counter()
        operation.database_forwards("projects", editor, before, after)
        lasted = time.perf_counter() - start
    return Measured(lasted, writer.longest)


class Writer:
    """Somebody who saves one row again and again, from another connection."""

    def __enter__(self) -> "Writer":
        self.longest, self._over, self._begun = 0.0, threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()
        assert self._begun.wait(10)
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join(60)

    def _write(self) -> None:
        other = psycopg2.connect(_database_url())
        other.autocommit = True
        with closing(other), other.cursor() as cursor:
            while not self._over.wait(0.01):
                start = time.perf_counter()
                cursor.execute("UPDATE projects_heavy SET word = word WHERE id = 1")
                self.longest = max(self.longest, time.perf_counter() - start)
                self._begun.set()


PAIRS = {
    "an index": (migrations.AddIndex("heavy", INDEX), AddIndexOnline("heavy", INDEX)),
    "a check": (migrations.AddConstraint("heavy", CHECK), AddCheckOnline("heavy", CHECK)),
    "every row": (
        migrations.RunSQL("UPDATE projects_heavy SET word = left(md5(repeat(word, 60)), 31)"),
        Backfill("projects.Heavy", lambda rows: rows.update(word=Func(COSTLY, 31, function="left")), batch=2000),
    ),
}


@pytest.mark.parametrize("what", PAIRS)
def test_a_writer_waits_for_the_plain_operation_and_not_for_the_one_beside_it(
    what: str, heavy: ProjectState, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, online = PAIRS[what]
    beside = measured(online, heavy)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS heavy_index")
        cursor.execute("ALTER TABLE projects_heavy DROP CONSTRAINT IF EXISTS heavy_check")
    bad = measured(plain, heavy)
    with capsys.disabled():
        print(f"\n{what} on {ROWS} rows\n  plain:   {bad}\n  online:  {beside}")  # noqa: T201
    assert bad.waited > 0.5 * bad.lasted
    assert beside.waited < 0.5 * bad.waited


def test_an_index_that_was_left_half_built_is_built_again(heavy: ProjectState) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX heavy_index ON projects_heavy (word)")
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'heavy_index'::regclass")
    measured(AddIndexOnline("heavy", INDEX), heavy)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'heavy_index'::regclass")
        assert cursor.fetchone() == (True,)


def test_migrate_gives_up_rather_than_wait_behind_a_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "PATIENCE", "300ms")
    with psycopg2.connect(_database_url()) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(CommandError, match="held a table for more than 300ms"):
            call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
