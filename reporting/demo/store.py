"""Rows on their way to the database: collected, then inserted by table, with public ids that are always the same."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from django.db import models

from pmo.core import audit
from pmo.core.models import AuditEntry, User

NAMESPACE = UUID("7a0c2f52-7a64-4c0b-9a55-2f9d1c3f6f10")
BATCH = 500


class Store:
    """Collects rows and their history; ``at`` is the moment of building, after which nothing may have happened."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._rows: dict[type[models.Model], list[Any]] = defaultdict(list)
        self._numbers: dict[str, int] = defaultdict(int)
        self._history: list[tuple[Any, User | None, datetime, str, audit.Changes | None, str]] = []

    def identify(self, row: Any) -> Any:
        """Give the row the public id of its number among the rows of its kind."""
        label = row._meta.label_lower
        self._numbers[label] += 1
        row.uuid = uuid5(NAMESPACE, f"{label}/{self._numbers[label]}")
        return row

    def add(self, row: Any, *, by: User | None, on: date) -> Any:
        """Keep the row for insertion; it was created by that person on that day."""
        self._rows[type(row)].append(self.identify(row))
        self.tell(row, by=by, on=on, verb="created")
        return row

    def tell(
        self, row: Any, *, by: User | None, on: date, verb: str, changes: audit.Changes | None = None, reason: str = ""
    ) -> None:
        """Add to the history of the row; without ``changes`` it is its creation as it stands when flushed."""
        self._history.append((row, by, self.moment(on), verb, changes, reason))

    def moment(self, on: date) -> datetime:
        return min(datetime.combine(on, time(9, 30), UTC), self.at)

    def flush(self) -> None:
        """Insert what was collected, parents first as they were added, then its history."""
        for model, rows in self._rows.items():
            model._default_manager.bulk_create(rows, batch_size=BATCH)
        self._rows.clear()
        audit.record_all(self._entries())
        self._history.clear()

    def _entries(self) -> Iterable[AuditEntry]:
        for row, by, moment, verb, changes, reason in sorted(self._history, key=lambda told: told[2]):
            kept = audit.changes_between(None, _first_state(row)) if changes is None else changes
            yield audit.entry(verb=verb, obj=row, by=by, at=moment, changes=kept, reason=reason)


def _first_state(row: models.Model) -> dict[str, Any]:
    """What was said at creation: empty fields say nothing."""
    return {name: value for name, value in audit.state_of(row).items() if value not in (None, "", {})}
