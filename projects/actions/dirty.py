"""Marking projects whose facts must be recomputed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from projects.models import DirtyMark
from projects.signals import projects_changed


def mark_dirty(*, project_ids: Iterable[int], at: datetime) -> None:
    """Mark the projects in the caller's transaction; the apps above hear of it after commit.

    :raises django.db.transaction.TransactionManagementError: outside a transaction, where the mark could be lost.
    """
    ids = sorted(set(project_ids))
    if not ids:
        return
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("mark_dirty must run in the transaction of the write it marks")
    for chunk in (ids[i : i + 5000] for i in range(0, len(ids), 5000)):
        # A worker may clear a mark between the two statements: what is short then is inserted again, now by us.
        while _raise_marks(chunk, at) < len(chunk):
            pass
    transaction.on_commit(lambda: projects_changed.send(sender=DirtyMark, project_ids=ids))


def _raise_marks(ids: Sequence[int], at: datetime) -> int:
    """How many were raised. Insert first, then add: a row that two writers create at once still counts both of them."""
    DirtyMark.objects.bulk_create(
        [DirtyMark(project_id=pk, dirty=0, marked_at=at) for pk in ids], ignore_conflicts=True, batch_size=1000
    )
    return DirtyMark.objects.filter(project__in=ids).update(
        dirty=F("dirty") + 1, marked_at=at, attempts=0, parked=False, error=""
    )
