"""``manage.py snapshot``: keep the facts of a closed month, or correct a month that was closed wrongly."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.actions.snapshots import correct_snapshots, last_closed_month, take_snapshots


class Command(BaseCommand):
    help = "Keep the facts of every project at the end of a month. What was kept before is never changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--period-end", type=date.fromisoformat, help="YYYY-MM-DD; the last month when left out")
        parser.add_argument("--correct", metavar="REASON", help="close the period again beside what was kept, and why")

    def handle(self, *args: Any, **options: Any) -> None:
        today, now = timezone.localdate(), timezone.now()
        period_end = options["period_end"] or last_closed_month(today)
        if period_end >= today:
            raise CommandError(f"{period_end} is not over yet; only a past day can be closed.")
        reason = (options["correct"] or "").strip()
        if options["correct"] is not None and not reason:
            raise CommandError("Say why the closed period is corrected: --correct REASON.")
        if reason:
            kept = correct_snapshots(period_end=period_end, at=now, reason=reason)
        else:
            kept = take_snapshots(period_end=period_end, at=now)
        self.stdout.write(f"{kept} projects kept as of {period_end}")
