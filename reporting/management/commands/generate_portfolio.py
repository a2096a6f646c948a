"""``manage.py generate_portfolio``: an organisation of any size, to see how Vigie bears it."""

from argparse import ArgumentParser, ArgumentTypeError
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.models import Project
from reporting.actions.facts import recompute_facts
from reporting.demo.generate import PrefixTaken, Progress, described, generate
from reporting.demo.generated_rows import Sizes

SAID_EVERY = 2000


class Command(BaseCommand):
    help = "Add a generated organisation: portfolios, programmes, projects, budget lines, risks and the rest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--projects", type=_count, required=True, help="how many projects")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives another organisation")
        parser.add_argument("--lines-per-project", type=_count, default=60, help="budget lines of a project (60)")
        parser.add_argument("--risks-per-project", type=_count, default=10, help="risks of a project (10)")
        parser.add_argument("--prefix", default="GEN", help="what every code starts with (GEN)")
        parser.add_argument("--no-rollup", action="store_true", help="leave the facts to a later rollup")

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        progress = Progress(heard=self._say)
        try:
            generate(
                sizes=Sizes(options["projects"], options["lines_per_project"], options["risks_per_project"]),
                seed=options["seed"],
                prefix=options["prefix"],
                today=timezone.localdate(),
                at=timezone.now(),
                progress=progress,
            )
        except PrefixTaken as error:
            raise CommandError(error.message) from error
        for line in described(progress.counts):
            self.stdout.write(line)
        self.stdout.write(f"Inserted in {monotonic() - started:.1f} s")
        if not options["no_rollup"]:
            self._roll_up(options["prefix"])

    def _roll_up(self, prefix: str) -> None:
        started = monotonic()
        ids = Project.objects.filter(code__startswith=f"{prefix}-").order_by().values_list("pk", flat=True)
        count = recompute_facts(project_ids=ids, as_of=timezone.localdate(), at=timezone.now())
        self.stdout.write(f"Facts of {count:,} projects in {monotonic() - started:.1f} s")

    def _say(self, progress: Progress) -> None:
        if progress.counts["project"] % SAID_EVERY == 0:
            self.stdout.write(f"{progress.counts['project']:,} projects …")
            self.stdout.flush()


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError("a whole number, 0 or more")
    return int(text)
