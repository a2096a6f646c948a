"""PostgreSQL refuses to empty the audit trail at once too: a row trigger does not see TRUNCATE. SQLite has none."""

from django.db import migrations

CREATE = (
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON core_auditentry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
)


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS audit_no_truncate ON core_auditentry")


class Migration(migrations.Migration):
    dependencies = [("core", "0008_cache_table")]
    operations = [migrations.RunPython(forwards, backwards)]
