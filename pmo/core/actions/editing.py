"""Saving over what may have changed meanwhile: the optimistic lock every edit shares."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.errors import AlreadyTaken, EditConflict
from pmo.core.models import Record, User

Row = TypeVar("Row", bound=models.Model)


def refuse_stale(*, stored: Record, version: int | None, values: Mapping[str, Any]) -> None:
    """Compare the version the person opened with the one stored; None skips the check (the system, bulk work).

    :raises EditConflict: with the stored value of each field that would be overwritten.
    """
    if version is None or version == stored.version:
        return
    theirs = {name: getattr(stored, name) for name, value in values.items() if getattr(stored, name) != value}
    raise EditConflict(_("Somebody saved this after you opened it."), theirs=theirs)


@contextmanager
def taken_once(message: str, *, field: str) -> Iterator[None]:
    """Around a write of what the table holds only once; forms look before, but somebody may be faster.

    :raises AlreadyTaken: with the message, when another row has it.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "unique" not in str(error).lower():
            raise
        raise AlreadyTaken(message, field=field) from error


def save_values(
    *, stored: Row, values: Mapping[str, Any], by: User | None, at: datetime, verb: str = "edited", reason: str = ""
) -> audit.Changes:
    """Write the values on a locked row with its audit entry; nothing when nothing differs. Returns what changed."""
    before = audit.state_of(stored)
    for name, value in values.items():
        setattr(stored, name, value)
    changes = audit.changes_between(before, audit.state_of(stored))
    if changes:
        if isinstance(stored, Record):
            stored.version += 1
        stored.save()
        audit.record(verb=verb, obj=stored, by=by, at=at, changes=changes, reason=reason)
    return changes
