"""The database itself refuses UPDATE and DELETE of audit entries.

SQLite drops triggers with a table it rebuilds: a later migration that alters ``core_auditentry`` must run ``forwards``
again (tests/pmo_core/test_append_only.py fails where it does not).
"""

from django.db import migrations

SQLITE = {
    verb: (
        f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON core_auditentry "
        "BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END"
    )
    for verb in ("UPDATE", "DELETE")
}
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit entries are append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON core_auditentry "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
)


def forwards(apps, schema_editor):
    statements = SQLITE.values() if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in SQLITE:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS audit_no_{verb.lower()}")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS audit_append_only ON core_auditentry")
    schema_editor.execute("DROP FUNCTION IF EXISTS audit_refuse()")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_first_tables")]
    operations = [migrations.RunPython(forwards, backwards)]
