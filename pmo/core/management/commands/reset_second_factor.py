"""For the day the only administrator lost phone, passkey and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pmo.core.actions.second_factors import reset_second_factors
from pmo.core.errors import DomainError
from pmo.core.queries.people import person_named


class Command(BaseCommand):
    help = "Remove every second factor of a person and end their sessions; they then sign in with their password alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", help="user name or e-mail address")

    def handle(self, login: str, **options: Any) -> None:
        person = person_named(login)
        if person is None:
            raise CommandError(f"Nobody signs in as {login}.")
        try:
            reset_second_factors(person=person, by=None, at=timezone.now())
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{person} has no second factor any more.")
