"""No migration after the first schema keeps writers out of a large table (tests/architecture/locking.py)."""

from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now, Random

from pmo.core.migration_operations import AddCheckOnline, AddIndexOnline, Backfill
from tests.architecture.locking import dangers

OURS = {"core", "projects", "portfolio", "reporting"}
# The first schema: whoever applies it has no rows yet.
FIRST = {
    ("core", "0001_first_tables"),
    ("core", "0002_first_tables"),
    ("core", "0003_audit_append_only"),
    ("projects", "0001_first_tables"),
    ("portfolio", "0001_first_tables"),
    ("reporting", "0001_first_tables"),
}
# Code of its own, read by somebody: why it locks nothing that is large.
REVIEWED = {
    ("core", "0008_cache_table"): "creates a table",
    ("core", "0009_audit_no_truncate"): "creates a trigger, which looks at no row",
}
AMOUNT = ("projects", "0001_first_tables")


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def test_no_migration_of_ours_locks_a_large_table_for_long(loader: MigrationLoader) -> None:
    found = [
        danger
        for key, migration in sorted(loader.disk_migrations.items())
        if key[0] in OURS and key not in FIRST and key not in REVIEWED
        for danger in dangers(migration, loader.project_state(key, at_end=False))
    ]
    assert found == []


def test_what_was_reviewed_is_still_there(loader: MigrationLoader) -> None:
    assert (FIRST | set(REVIEWED)) - set(loader.disk_migrations) == set()


def judged(loader: MigrationLoader, *operations: Any, atomic: bool = True) -> list[str]:
    """The reasons against a migration of these operations after the first schema."""
    migration = migrations.Migration("0002_example", "projects")
    migration.operations, migration.atomic = list(operations), atomic
    return [danger.rsplit(": ", 1)[1] for danger in dangers(migration, loader.project_state(AMOUNT))]


def column(field: models.Field) -> migrations.AddField:
    return migrations.AddField("actualcost", "extra", field)


def altered(name: str, field: models.Field) -> migrations.AlterField:
    return migrations.AlterField("actualcost", name, field)


INDEX = models.Index(fields=["currency"], name="actualcost_currency")
CHECK = models.CheckConstraint(condition=models.Q(amount__lt=10**12), name="actualcost_sane")
UNIQUE = models.UniqueConstraint(fields=["project", "currency"], name="actualcost_once")


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        (migrations.AddIndex("actualcost", INDEX), "use AddIndexOnline"),
        (migrations.AddConstraint("actualcost", CHECK), "use AddCheckOnline"),
        (migrations.AddConstraint("actualcost", UNIQUE), "unique index"),
        (migrations.AlterUniqueTogether("actualcost", {("project", "currency")}), "unique index"),
        (column(models.CharField(max_length=9, db_index=True, default="")), "then AddIndexOnline"),
        (column(models.UUIDField(unique=True, null=True)), "then AddIndexOnline"),
        (column(models.ForeignKey("core.User", models.PROTECT, null=True, db_index=False)), "db_constraint=False"),
        (column(models.PositiveIntegerField(default=0)), "AddCheckOnline"),
        (column(models.FloatField(db_default=Random())), "Backfill"),
        (
            column(
                models.GeneratedField(
                    expression=models.F("id") + 1, output_field=models.IntegerField(), db_persist=True
                )
            ),
            "rewrites the table",
        ),
        (altered("currency", models.CharField(max_length=2)), "rewrites the table"),
        (altered("currency", models.IntegerField()), "rewrites the table"),
        (altered("currency", models.CharField(max_length=3, db_index=True)), "AddIndexOnline"),
        (altered("amount", models.DecimalField(max_digits=18, decimal_places=2)), "looks through the table for NULL"),
        (migrations.RunSQL("UPDATE projects_actualcost SET currency = 'EUR'"), "Backfill"),
        (migrations.RunPython(migrations.RunPython.noop), "Backfill"),
    ],
)
def test_what_would_keep_writers_out_is_refused(loader: MigrationLoader, operation: Any, reason: str) -> None:
    assert any(reason in found for found in judged(loader, operation)), judged(loader, operation)
    inside = migrations.SeparateDatabaseAndState(database_operations=[operation])
    assert any(reason in found for found in judged(loader, inside))


@pytest.mark.parametrize(
    "operation",
    [
        column(models.CharField(max_length=9, null=True)),
        column(models.CharField(max_length=9, default="")),
        column(models.IntegerField(default=0, db_default=0)),
        column(models.DateTimeField(null=True)),
        column(models.ForeignKey("core.User", models.PROTECT, null=True, db_index=False, db_constraint=False)),
        altered("currency", models.CharField(max_length=30)),
        altered("currency", models.CharField(max_length=3, null=True)),
        migrations.RemoveField("actualcost", "currency"),
        migrations.AlterModelOptions("actualcost", {"ordering": ["pk"]}),
        migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True))], {"indexes": []}),
    ],
)
def test_what_takes_a_moment_is_not(loader: MigrationLoader, operation: Any) -> None:
    assert judged(loader, operation) == []


def test_a_table_of_the_same_migration_may_have_anything(loader: MigrationLoader) -> None:
    table = migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True))])
    index = migrations.AddIndex("fresh", models.Index(fields=["id"], name="fresh_id"))
    assert judged(loader, table, index) == []


@pytest.mark.parametrize(
    "operation",
    [AddIndexOnline("actualcost", INDEX), AddCheckOnline("actualcost", CHECK), Backfill("projects.ActualCost", len)],
)
def test_operations_beside_the_writers_need_a_migration_that_is_not_one_lock(
    loader: MigrationLoader, operation: Any
) -> None:
    assert judged(loader, operation, atomic=False) == []
    assert judged(loader, operation) == ["needs atomic = False"]


def test_a_default_of_the_moment_is_judged_with_those_that_differ(loader: MigrationLoader) -> None:
    """PostgreSQL would take the time once; nobody has to know that for each function."""
    assert judged(loader, column(models.DateTimeField(db_default=Now()))) != []
