"""Creating and updating many rows in few statements, each with its audit entry."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pmo.core import audit
from pmo.core.models import AuditEntry, Record, User

BATCH = 500


class ChangeSet:
    """Collects what differs; :meth:`flush` writes it. Rows of one table are flushed before those that point to them."""

    def __init__(self, *, by: User | None, at: datetime) -> None:
        self.by = by
        self.at = at
        self._new: list[Record] = []
        self._changed: dict[int, tuple[Record, audit.Changes]] = {}
        self._fields: set[str] = set()

    def create(self, row: Record) -> None:
        self._new.append(row)

    def update(self, row: Record, values: Mapping[str, Any]) -> bool:
        """Set the values that differ on a stored row; False when none does."""
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not differing:
            return False
        before = audit.state_of(row)
        for name, value in differing.items():
            setattr(row, name, value)
        changes = audit.changes_between(before, audit.state_of(row))
        row.version += 1
        row.updated_at = self.at
        self._changed[row.pk] = (row, changes)
        self._fields |= set(differing)
        return True

    def flush(self) -> None:
        """Write the rows collected, all of one table, and forget them."""
        entries: list[AuditEntry] = []
        if self._new:
            model = type(self._new[0])
            model._default_manager.bulk_create(self._new, batch_size=BATCH)
            for row in self._new:
                entries.append(self._entry("created", row, audit.changes_between(None, audit.state_of(row))))
        if self._changed:
            rows = [row for row, _ in self._changed.values()]
            fields = sorted(self._fields | {"version", "updated_at"})
            type(rows[0])._default_manager.bulk_update(rows, fields, batch_size=BATCH)
            entries += [self._entry("edited", row, changes) for row, changes in self._changed.values()]
        audit.record_all(entries)
        self._new, self._changed, self._fields = [], {}, set()

    def _entry(self, verb: str, row: Record, changes: audit.Changes) -> AuditEntry:
        return audit.entry(verb=verb, obj=row, by=self.by, at=self.at, changes=changes, reason="import")
