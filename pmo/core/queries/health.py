"""Whether this process can serve: its database answers, and holds the schema the code was written for."""

from dataclasses import dataclass
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from pmo.core.queue.broker import BrokerState, broker_state


@dataclass(frozen=True)
class Readiness:
    """The broker is told and not required: pages and saves work without it (docs/adr/0001)."""

    database: bool
    migrated: bool
    broker: BrokerState

    @property
    def ready(self) -> bool:
        return self.database and self.migrated


def readiness() -> Readiness:
    """One statement to the database and one to the broker; never raises because one of them is away."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except Error:
        return Readiness(database=False, migrated=False, broker=broker_state())
    return Readiness(database=True, migrated=_wanted() <= applied, broker=broker_state())


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    """The migrations that come with this code; read once, since the code of a process does not change."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    # One that replaces others counts as applied in their stead, and not on every database under its own name.
    return frozenset(key for key, migration in loader.disk_migrations.items() if not migration.replaces)
