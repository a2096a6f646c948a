"""Whole tables as lines of JSON that are the same on SQLite and on PostgreSQL: what a backup holds and compares."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.duration import duration_string

Model = type[models.Model]
CHUNK = 200  # rows in memory at once; some hold whole reports
# Ends with the session or the request that it belongs to.
PASSING = frozenset(
    {"sessions.Session", "usersessions.UserSession", "account.EmailConfirmation", "core.IdempotencyKey"}
)


@cache
def kept_tables() -> dict[str, Model]:
    """Every table that a backup keeps, by its label."""
    found = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    return {
        model._meta.label: model
        for model in sorted(found, key=lambda model: model._meta.label)
        if not model._meta.proxy and model._meta.label not in PASSING
    }


def columns(model: Model) -> list[str]:
    """What is stored of a row, in a fixed order; what the database computes by itself is left out."""
    return [field.attname for field in model._meta.local_concrete_fields if not field.generated]


def row_lines(model: Model) -> Iterator[bytes]:
    """Each row of the table as one line, by the order of its key, without holding the table in memory."""
    rows = model._base_manager.order_by("pk").values_list(*columns(model))
    for row in rows.iterator(chunk_size=CHUNK):
        yield json.dumps(row, default=_as_json, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def table_sum(model: Model) -> tuple[int, str]:
    """How many rows there are, and the SHA-256 of their lines."""
    rows, total = 0, hashlib.sha256()
    for line in row_lines(model):
        rows += 1
        total.update(line)
    return rows, total.hexdigest()


def decoders(model: Model) -> list[Callable[[Any], Any] | None]:
    """What turns each column of a line back into a value; ``None`` where JSON has the type itself."""
    plain = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.JSONField)
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    return [None if isinstance(field, plain) else field.to_python for field in fields]


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside belongs to one moment, while others go on writing.

    :raises django.db.transaction.TransactionManagementError: inside a transaction, which has its moment already.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("a moment begins with a transaction of its own")
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # SQLite in WAL mode reads from a snapshot and keeps nobody from writing, unless it begins as a writer would.
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]


def _as_json(value: object) -> Any:
    match value:
        case Decimal():
            return format(value, "f")
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration_string(value)
        case UUID():
            return str(value)
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no form in a backup")
