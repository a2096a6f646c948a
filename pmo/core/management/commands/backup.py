"""``manage.py backup``: database and files of one moment in one archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pmo.core.interop.backup import expire_backups, take_backup


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one archive, while Vigie goes on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive, or a folder in which it gets a dated name")
        parser.add_argument("--keep", type=int, metavar="N", help="in a folder, remove all but the N newest")

    def handle(self, *args: Any, **options: Any) -> None:
        path, keep, now = options["file"], options["keep"], timezone.now()
        folder = path if path.is_dir() else None
        if keep is not None and (keep < 1 or folder is None):
            raise CommandError("--keep takes a number from 1 up, and a folder whose archives are dated.")
        if folder:
            path = folder / f"vigie-{now:%Y%m%dT%H%M%SZ}.tar.gz"
        try:
            manifest = take_backup(path, at=now)
        except OSError as error:
            raise CommandError(f"No backup was written: {error}") from error
        tables = [part for part in manifest.parts.values() if part.columns]
        rows, files = sum(part.rows for part in tables), len(manifest.parts) - len(tables)
        self.stdout.write(f"{path}: {rows} rows of {len(tables)} tables, {files} files, {path.stat().st_size} bytes")
        for gone in expire_backups(folder, keep=keep) if folder and keep else []:
            self.stdout.write(f"removed {gone.name}")
