"""``manage.py import_table FILE --profile NAME [--dry-run] [--json]``."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pmo.core.errors import DomainError
from portfolio.actions.imports import apply_import, keep_upload, try_file

SHOWN = 20


class Command(BaseCommand):
    help = "Import a CSV or XLSX table of projects in one transaction. Ends with status 1 when the file is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--profile", required=True, help="us-it, nyc-capital, gmpp, generic, or one saved here")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._report(options["file"], options["profile"], dry_run=options["dry_run"])
        except OSError as error:
            self._refuse(f"{options['file']}: {error.strerror}", as_json=options["json"])
        except DomainError as error:
            self._refuse(error.message, as_json=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._print(report, dry_run=options["dry_run"])

    def _report(self, path: Path, profile: str, *, dry_run: bool) -> dict[str, Any]:
        at = timezone.now()
        with path.open("rb") as file:
            if dry_run:
                return try_file(file=file, profile=profile, by=None, at=at)
            run = keep_upload(file=file, file_name=path.name, profile=profile, by=None, at=at)
        return apply_import(run=run, by=None, at=at).report

    def _refuse(self, message: str, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"error": message}, ensure_ascii=False))
        raise CommandError(message)

    def _print(self, report: dict[str, Any], *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
        counts = ("read", "created", "updated", "unchanged", "rejected", "blank")
        self.stdout.write(", ".join(f"{report[name]} {name}" for name in counts))
        unit = f"{report['unit']} {report['currency']}".strip()
        for column, sums in report["sums"].items():
            cells = ", ".join(f"{count} {kind}" for kind, count in report["cells"][column].items() if count)
            line = f"  {column}: in {sums['in']} = applied {sums['applied']} + rejected {sums['rejected']} {unit}"
            self.stdout.write(line + (f" ({cells})" if cells else ""))
        for title in ("rejections", "warnings"):
            for entry in report[title][:SHOWN]:
                where = f"row {entry['row']}" + (f", {entry['column']}" if entry["column"] else "")
                self.stdout.write(f"  {title[:-1]} {where}: {entry['reason']}")
            if len(report[title]) > SHOWN:
                self.stdout.write(f"  … and {len(report[title]) - SHOWN} more {title}; --json lists them all.")
        if report["not_taken"]:
            self.stdout.write(f"  columns not taken: {', '.join(report['not_taken'])}")
