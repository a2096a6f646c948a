"""``manage.py restore``: an archive of ``manage.py backup`` into an empty, migrated installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from pmo.core.actions.restore import RestoreRefused, check_archive, has_other_key, restore_backup
from pmo.core.interop.formats.archive import ArchiveDamaged, Manifest


class Command(BaseCommand):
    help = "Bring a backup back into an empty, migrated database: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive that manage.py backup wrote")
        parser.add_argument(
            "--verify", action="store_true", help="read every table again and compare before keeping it"
        )
        parser.add_argument(
            "--check-only", action="store_true", help="compare the archive with its sums, write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            if options["check_only"]:
                manifest = check_archive(path)
            else:
                manifest = restore_backup(path=path, verify=options["verify"])
        except ArchiveDamaged as error:
            raise CommandError(f"{path} is damaged: {error}. Nothing was written.") from error
        except RestoreRefused as error:
            raise CommandError(str(error)) from error
        except (Error, OSError) as error:
            raise CommandError(f"Nothing was restored: {error}") from error
        self._tell(manifest, options)

    def _tell(self, manifest: Manifest, options: dict[str, Any]) -> None:
        tables = [part for part in manifest.parts.values() if part.columns]
        files = len(manifest.parts) - len(tables)
        done = (
            "is whole" if options["check_only"] else "is restored and compared" if options["verify"] else "is restored"
        )
        self.stdout.write(
            f"The backup of {manifest.taken_at} (Vigie {manifest.version}) {done}: "
            f"{sum(part.rows for part in tables)} rows of {len(tables)} tables, {files} files."
        )
        if has_other_key(manifest):
            self.stderr.write(
                "It was taken under another SECRET_KEY: second factors and the secrets of webhooks need that key, "
                "in SECRET_KEY or SECRET_KEY_FALLBACKS."
            )
