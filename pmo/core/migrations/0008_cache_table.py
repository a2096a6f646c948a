"""The table of the cache: counts of failed sign-ins that hold in every web process, with or without Redis."""

from django.core.management import call_command
from django.db import migrations

TABLE = "core_cache"


def forwards(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def backwards(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("core", "0007_second_factor_for")]
    operations = [migrations.RunPython(forwards, backwards)]
