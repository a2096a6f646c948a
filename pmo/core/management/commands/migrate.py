"""Django's ``migrate``, which on PostgreSQL gives up rather than queue everybody behind the lock it waits for."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

PATIENCE = "5s"
LOCK_NOT_AVAILABLE = "55P03"


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            return super().handle(*args, **options)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
        try:
            return super().handle(*args, **options)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) != LOCK_NOT_AVAILABLE:
                raise
            raise CommandError(
                f"Somebody has held a table for more than {PATIENCE}, so the migration gave up: nobody waits for it. "
                "Run it again; the view pg_stat_activity tells who holds the table."
            ) from error
        finally:
            if connection.connection is not None and not connection.connection.closed:
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
