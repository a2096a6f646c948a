"""The generated organisation the benches work on, and the people who ask."""

from collections.abc import Sequence
from datetime import timedelta
from io import StringIO

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from pmo.core.actions.api_tokens import create_token
from pmo.core.models import Grant, TokenAccess, User
from pmo.core.models.grant import Scope
from pmo.core.roles import Role
from portfolio.models import Portfolio

SMALL, LARGE = "ONE", "MORE"
"""Codes of the first thousand projects start with the one, those of the rest with the other."""


def generate(prefix: str, projects: int, lines: int) -> None:
    """Add projects with their facts, and let PostgreSQL count its rows as autovacuum would in a while."""
    call_command("generate_portfolio", projects=projects, prefix=prefix, lines_per_project=lines, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def make_member(username: str, role: Role, prefix: str = "") -> User:
    """A person with the role on every portfolio of the prefix, or on the whole organisation."""
    user = User.objects.create_user(username, email=f"{username}@example.org")
    if not prefix:
        Grant.objects.create(user=user, role=role, scope=Scope.ORGANISATION)
    for portfolio in Portfolio.objects.filter(code__startswith=f"{prefix}-"):
        Grant.objects.create(user=user, role=role, scope=Scope.PORTFOLIO, portfolio=portfolio)
    return user


def make_crowd(count: int) -> Sequence[User]:
    """People spread over the portfolios: readers, team members, project managers, executives."""
    people = User.objects.bulk_create(
        [User(username=f"person-{n}", email=f"person-{n}@example.org", password="!") for n in range(count)]
    )
    portfolios = list(Portfolio.objects.order_by("pk"))
    roles = (Role.READER, Role.TEAM_MEMBER, Role.PROJECT_MANAGER, Role.EXECUTIVE)
    Grant.objects.bulk_create(
        Grant(user=user, role=roles[n % 4], scope=Scope.PORTFOLIO, portfolio=portfolios[n % len(portfolios)])
        for n, user in enumerate(people)
    )
    return people


def signed_in(user: User) -> dict[str, str]:
    """Headers of a browser in which the person signed in."""
    client = Client()
    client.force_login(user)
    assert Session.objects.exists()
    return {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())}


def token_of(user: User) -> dict[str, str]:
    """Headers of a program with a token of the person."""
    now = timezone.now()
    _token, key = create_token(name="bench", access=TokenAccess.WRITE, expires=now + timedelta(days=1), by=user, at=now)
    return {"Authorization": f"Token {key}"}
