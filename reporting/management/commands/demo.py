"""``manage.py demo``: the demonstration, built once, brought up to date, and served on this machine only."""

import os
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from pmo.core.models import Organisation
from pmo.core.queries.people import DEMO_PASSWORD, demo_people
from reporting.actions.facts import recompute_facts
from reporting.actions.kpi import record_kpi_values
from reporting.actions.snapshots import last_closed_month, take_snapshots
from reporting.demo.build import build, is_built
from reporting.engine.planned_value import month_end, next_month
from reporting.models import ProjectFact, ProjectFactSnapshot

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Build the demonstration where it is absent, bring it up to date, and serve it on 127.0.0.1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="build and bring up to date only")
        parser.add_argument("--port", type=int, default=8000, help="port to serve on (8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        serve, port = not options["no_serve"], options["port"]
        _refuse_production()
        if serve:
            _refuse_taken_port(port)
        _migrate_if_needed()
        self._build_if_absent()
        _bring_up_to_date()
        self._print_logins(port if serve else None)
        if serve:
            _serve(port)

    def _build_if_absent(self) -> None:
        if is_built():
            return
        if Organisation.objects.exists():
            raise CommandError(
                "This database holds an organisation already, and the demonstration would mix with it. "
                "Give the demonstration its own: VIGIE_DATA_DIR=/some/empty/folder make demo"
            )
        self.stdout.write("Building the demonstration … / Construction de la démonstration …")
        build(today=timezone.localdate(), at=timezone.now())

    def _print_logins(self, port: int | None) -> None:
        people = demo_people()
        width = max(len(person.username) for person in people)
        self.stdout.write("\nDemonstration logins / Comptes de démonstration")
        for person in people:
            self.stdout.write(f"  {person.username:{width}}  {person.get_full_name()} — {person.job_title}")
        self.stdout.write(f"Password / Mot de passe : {DEMO_PASSWORD}\n")
        if port is not None:
            self.stdout.write(f"Vigie: http://{HOST}:{port}/   (Ctrl+C stops it / l’arrête)")
            self.stdout.flush()


def _refuse_production() -> None:
    if settings.PRODUCTION:
        raise CommandError("The logins of the demonstration are public: it is never built in production.")


def _refuse_taken_port(port: int) -> None:
    """Before the work, so that nobody waits for a refusal."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used ({error}): something, perhaps this demonstration, runs there already. "
                f"Stop it or choose another one: make demo PORT=8123 / "
                f"Le port {port} n’est pas libre : choisissez-en un autre, make demo PORT=8123"
            ) from error


def _migrate_if_needed() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _bring_up_to_date() -> None:
    """What the workers would have done while nothing ran: close the months that ended, compute the facts of today."""
    today, at = timezone.localdate(), timezone.now()
    if not ProjectFact.objects.exclude(as_of=today).exists():
        return
    last = ProjectFactSnapshot.objects.aggregate(last=Max("period_end"))["last"]
    month = month_end(next_month(last)) if last else last_closed_month(today)
    while month <= last_closed_month(today):
        take_snapshots(period_end=month, at=at)
        record_kpi_values(at=at, on=month)
        month = month_end(next_month(month))
    recompute_facts(project_ids=None, as_of=today, at=at)


def _serve(port: int) -> None:
    """Serve in this process, with the logins on the sign-in page."""
    os.environ["VIGIE_DEMO"] = "1"
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"  # it listens on this machine only
    settings.DEMO_MODE = True
    call_command("runserver", f"{HOST}:{port}", use_reloader=False, verbosity=0)
