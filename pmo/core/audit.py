"""Writing the audit trail. Every action calls :func:`record`; bulk actions insert many :func:`entry` rows at once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import models, transaction

from pmo.core.access import forget_holdings
from pmo.core.models import AuditEntry, User
from pmo.core.outbox import put_out

_BOOKKEEPING = {"id", "uuid", "version", "created_at", "updated_at", "password", "last_login"}

Changes = dict[str, list[Any]]


def state_of(obj: models.Model) -> dict[str, Any]:
    """The business fields of a row as JSON values; bookkeeping and secrets, which a model names, are left out."""
    left_out = _BOOKKEEPING | getattr(obj, "unaudited", frozenset())
    return {
        field.name: _plain(field.value_from_object(obj))
        for field in obj._meta.concrete_fields
        if field.name not in left_out
    }


def changes_between(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Changes:
    """``{field: [before, after]}`` of the fields that differ; pass None for a row that did not, or no longer, exist."""
    names = list((after or before or {}).keys())
    old, new = before or {}, after or {}
    return {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}


def entry(
    *, verb: str, obj: models.Model, by: User | None, at: datetime, changes: Changes, reason: str = ""
) -> AuditEntry:
    """An unsaved audit entry; for bulk inserts."""
    return AuditEntry(
        at=at,
        actor=by,
        actor_name=str(by) if by else "Vigie",
        verb=verb,
        object_type=obj._meta.label_lower,
        object_uuid=_public_id(obj),
        object_label=str(obj)[:300],
        project_id=_project_of(obj),
        portfolio_id=_portfolio_of(obj),
        changes=changes,
        reason=reason,
    )


def record(
    *, verb: str, obj: models.Model, by: User | None, at: datetime, changes: Changes, reason: str = ""
) -> AuditEntry:
    """Write one audit entry in the caller's transaction, and put it out for the webhooks that listen."""
    written = entry(verb=verb, obj=obj, by=by, at=at, changes=changes, reason=reason)
    with transaction.atomic(savepoint=False):
        written.save(force_insert=True)
        put_out([written])
    forget_holdings()
    return written


def record_all(entries: Iterable[AuditEntry]) -> None:
    """Write many entries in few statements, in the caller's transaction, and put them out likewise."""
    with transaction.atomic(savepoint=False):
        put_out(AuditEntry.objects.bulk_create(entries, batch_size=1000))
    forget_holdings()


def _public_id(obj: models.Model) -> UUID:
    """The row's own uuid; settings and rates, which have none, get a stable one from their table and key."""
    return getattr(obj, "uuid", None) or uuid5(NAMESPACE_OID, f"{obj._meta.label_lower}:{obj.pk}")


def _project_of(obj: models.Model) -> int | None:
    if obj._meta.label_lower == "projects.project":
        return obj.pk
    return getattr(obj, "project_id", None)


def _portfolio_of(obj: models.Model) -> int | None:
    if obj._meta.label_lower == "portfolio.portfolio":
        return obj.pk
    return getattr(obj, "portfolio_id", None)


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return format(value.normalize(), "f") if value else "0"
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case None | bool() | int() | str() | float() | list() | dict():
            return value
        case _:
            return str(value)
