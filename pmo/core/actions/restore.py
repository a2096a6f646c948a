"""Bringing a backup back into an empty installation: all of it, or nothing."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import JSONField, Value

from pmo.core.interop.backup import applied_migrations, key_mark
from pmo.core.interop.formats.archive import ArchiveDamaged, Manifest, Summed, read_archive
from pmo.core.queries.table_rows import Model, columns, decoders, kept_tables, table_sum
from pmo.core.version import VERSION

BATCH = 200
# Written by `migrate` itself, under numbers that may differ from one database to the next.
SEEDED = ("contenttypes.ContentType", "auth.Permission")


class RestoreRefused(Exception):
    """The archive and this installation do not fit; nothing was written."""


def check_archive(path: Path) -> Manifest:
    """Read the archive to its end and compare every sum; writes nothing.

    :raises ArchiveDamaged: when a part of it is not what it should be.
    """
    with path.open("rb") as source:
        return read_archive(source, lambda name, content: None)


def restore_backup(*, path: Path, verify: bool) -> Manifest:
    """Write every row and file as it was, in one transaction; with ``verify`` read them again and compare.

    Nobody's action: the trail of the archive is the trail of the installation afterwards, so nothing is added to it.

    :raises ArchiveDamaged: before anything is written.
    :raises RestoreRefused: when the installation holds something, or is of another version.
    """
    manifest = check_archive(path)
    _require_same_schema(manifest)
    with transaction.atomic(), _files_at_commit() as folder:
        _require_empty()
        _empty_seeds()
        with path.open("rb") as source:
            if read_archive(source, lambda name, content: _receive(name, content, folder)) != manifest:
                raise ArchiveDamaged("it changed while it was read")
        _reset_sequences()
        connection.check_constraints()
        if verify:
            _require_equal(manifest)
    ContentType.objects.clear_cache()
    return manifest


def has_other_key(manifest: Manifest) -> bool:
    """Whether second factors and secrets of webhooks were sealed with another SECRET_KEY, and cannot be read here."""
    return manifest.key != key_mark()


def _require_same_schema(manifest: Manifest) -> None:
    tables = {f"tables/{label}.jsonl": columns(model) for label, model in kept_tables().items()}
    stated = {name: part.columns for name, part in manifest.parts.items() if name.startswith("tables/")}
    if manifest.migrations != applied_migrations() or stated != tables:
        raise RestoreRefused(
            f"The archive was written by Vigie {manifest.version} and this is {VERSION} with other migrations. "
            "Restore with the version that wrote it, on a database it has migrated, then upgrade."
        )


def _require_empty() -> None:
    filled = [label for label, model in kept_tables().items() if label not in SEEDED and model._base_manager.exists()]
    if filled:
        raise RestoreRefused(f"The database is not empty ({', '.join(filled[:3])}). Restore into a new one.")
    if any(Path(settings.MEDIA_ROOT).glob("*")):
        raise RestoreRefused(f"The folder of files is not empty ({settings.MEDIA_ROOT}). Restore into a new one.")


def _empty_seeds() -> None:
    for label in reversed(SEEDED):
        rows = kept_tables()[label]._base_manager.all()
        rows._raw_delete(rows.db)


def _receive(name: str, content: Summed, folder: Path) -> None:
    room, _, rest = name.partition("/")
    if room == "tables":
        _write_rows(kept_tables()[rest.removesuffix(".jsonl")], content)
        return
    target = folder / rest
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, settings.FILE_UPLOAD_PERMISSIONS), "wb") as file:
        while block := content.read():
            file.write(block)


def _write_rows(model: Model, content: Summed) -> None:
    """As they are: no signal, no time of writing, no default takes part."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    names, turn, lines = columns(model), decoders(model), content.lines()
    rows = (model.from_db(connection.alias, names, _values(line, fields, turn)) for line in lines)
    while batch := list(islice(rows, BATCH)):
        size = min(BATCH, connection.ops.bulk_batch_size(fields, batch))
        for start in range(0, len(batch), size):
            model._base_manager.all()._insert(batch[start : start + size], fields=fields, raw=True)  # type: ignore[attr-defined]


def _values(line: bytes, fields: "list[models.Field[Any, Any]]", turn: list[Any]) -> list[Any]:
    values = [
        decode(value) if decode and value is not None else value
        for decode, value in zip(turn, json.loads(line), strict=True)
    ]
    for index, field in enumerate(fields):
        # The null of JSON, in a column that may not be empty.
        if values[index] is None and not field.null and isinstance(field, JSONField):
            values[index] = Value(None, JSONField())
    return values


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kept_tables().values())):
            cursor.execute(statement)


def _require_equal(manifest: Manifest) -> None:
    for label, model in kept_tables().items():
        part = manifest.parts[f"tables/{label}.jsonl"]
        if table_sum(model) != (part.rows, part.sha256):
            raise RestoreRefused(f"{label} does not read back as it was written; nothing was kept.")


@contextmanager
def _files_at_commit() -> Iterator[Path]:
    """A folder that takes the place of the folder of files where all goes well, and vanishes where it does not."""
    root = Path(settings.MEDIA_ROOT)
    folder = root.with_name(f".{root.name}.{os.getpid()}.restoring")
    folder.mkdir(parents=True)
    try:
        yield folder
        if any(folder.iterdir()):
            folder.replace(root)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
