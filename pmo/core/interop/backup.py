"""Taking a backup: every table and every file of one moment, in one archive."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import salted_hmac

from pmo.core.interop.formats.archive import ArchiveWriter, Manifest, Part
from pmo.core.queries.table_rows import Model, columns, kept_tables, one_moment, row_lines
from pmo.core.version import VERSION


def take_backup(path: Path, *, at: datetime) -> Manifest:
    """Write the archive under another name beside ``path`` and rename it when it is whole.

    :raises OSError: when there is no room, or a file changes while it is read; an older archive then stays as it was.
    """
    with (
        _renamed_when_whole(path) as target,
        one_moment(),
        ArchiveWriter(target, mtime=int(at.timestamp())) as archive,
    ):
        parts = {f"tables/{label}.jsonl": _add_table(archive, model, path) for label, model in kept_tables().items()}
        # After the rows: a file that a row of this moment names is there already.
        parts |= {f"files/{name}": _add_file(archive, name, file) for name, file in stored_files()}
        manifest = Manifest(VERSION, at.isoformat(), key_mark(), applied_migrations(), parts)
        archive.finish(manifest)
    return manifest


def applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def key_mark() -> str:
    """Tells whether two installations have the same SECRET_KEY, and nothing about it."""
    return salted_hmac("pmo.core.backup", "which key", algorithm="sha256").hexdigest()[:16]


def stored_files() -> Iterator[tuple[str, Path]]:
    """Every uploaded file by its path below the folder of files; links and half-written names are no files of ours."""
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and stat.S_ISREG(file.lstat().st_mode):
                yield file.relative_to(root).as_posix(), file


def expire_backups(folder: Path, *, keep: int) -> list[Path]:
    """Remove all but the newest of the dated archives in a folder, and nothing else; returns what went."""
    gone = sorted(folder.glob("vigie-????????T??????Z.tar.gz"))[:-keep]
    for path in gone:
        path.unlink()
    return gone


def _add_table(archive: ArchiveWriter, model: Model, beside: Path) -> Part:
    """By way of a file on the disk, since a tar says how long a part is before the part."""
    with tempfile.TemporaryFile(dir=beside.parent) as rows:
        count = 0
        for line in row_lines(model):
            rows.write(line)
            count += 1
        size = rows.tell()
        rows.seek(0)
        summed = archive.add(f"tables/{model._meta.label}.jsonl", rows, size)
    return Part(size, summed.sha256, columns(model), count)


def _add_file(archive: ArchiveWriter, name: str, file: Path) -> Part:
    with file.open("rb") as content:
        size = os.fstat(content.fileno()).st_size
        return Part(size, archive.add(f"files/{name}", content, size).sha256)


@contextmanager
def _renamed_when_whole(path: Path) -> Iterator[IO[bytes]]:
    """Readable by its owner only: it holds everything there is."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
