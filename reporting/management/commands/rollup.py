"""``manage.py rollup``: recompute a scope and print its measures, with how many projects know each."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pmo.core.errors import DomainError
from projects.models import Project
from reporting.actions.facts import recompute_facts
from reporting.queries.rollup import roll_up
from reporting.queries.rollup_document import document
from reporting.queries.scope import parse_scope


class Command(BaseCommand):
    help = "Recompute the facts of a scope and print its measures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scope", default="organisation", help="organisation, portfolio:CODE, programme:CODE or project:CODE"
        )
        parser.add_argument("--as-of", type=_day, help="YYYY-MM-DD; today when left out")
        parser.add_argument("--currency", type=_currency, help="three letters; the projects' own when they share one")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        as_of = options["as_of"] or today
        try:
            scope = parse_scope(options["scope"], user=None)
        except DomainError as error:
            raise CommandError(error.message) from error
        if as_of == today:
            # Facts of another day are computed for the answer and stored nowhere.
            ids = Project.objects.filter(scope.condition).values_list("pk", flat=True)
            recompute_facts(project_ids=ids, as_of=as_of, at=timezone.now())
        rollup = document(roll_up(None, scope, as_of, options["currency"]))
        if options["json"]:
            self.stdout.write(json.dumps(rollup, ensure_ascii=False, indent=2))
        else:
            self._print(rollup)

    def _print(self, rollup: dict[str, Any]) -> None:
        self.stdout.write(
            f"{rollup['scope']} · {rollup['as_of']} · {rollup['currency']} · {rollup['projects']} projects"
        )
        for name, measure in rollup["measures"].items():
            withheld = f", {measure['withheld']} withheld" if measure["withheld"] else ""
            value = "–" if measure["value"] is None else measure["value"]
            self.stdout.write(f"{name:22}{value:>28}  known for {measure['known']} of {measure['of']}{withheld}")
        for kind in ("health", "computed_health", "declared_health"):
            counts = " · ".join(f"{colour} {count}" for colour, count in rollup[kind].items())
            self.stdout.write(f"{kind:22}{counts}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no date: write YYYY-MM-DD.") from None


def _currency(text: str) -> str:
    code = text.strip().upper()
    if len(code) != 3 or not code.isalpha():
        raise CommandError(f"“{text}” is no currency: write three letters, such as EUR.")
    return code
