"""Organisations of any size, by bulk inserts: figures that hold together, words that only need to be plentiful.

Memory does not grow with the number of projects: they are made and inserted a block at a time.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import models, transaction

from pmo.core import audit
from pmo.core.errors import DomainError
from pmo.core.models import Grant, User
from pmo.core.models.grant import Scope
from pmo.core.roles import Role
from portfolio.models import Portfolio, Programme
from projects.models import Project
from reporting.demo.dice import dice
from reporting.demo.generated_rows import Sizes, make_parts, make_project

BLOCK = 200
PROJECTS_A_PROGRAMME = 25
PROGRAMMES_A_PORTFOLIO = 8
PROJECTS_A_MANAGER = 12


class PrefixTaken(DomainError):
    """Codes with this prefix are there already; a second organisation needs another one."""


@dataclass
class Progress:
    """Rows inserted so far, by table; ``heard`` is told after each block."""

    heard: Callable[["Progress"], None] = lambda progress: None
    counts: Counter[str] = field(default_factory=Counter)

    def insert(self, model: type[models.Model], rows: list[models.Model]) -> None:
        if rows:
            model._default_manager.bulk_create(rows, batch_size=BLOCK * 10)  # type: ignore[arg-type]
            self.counts[model._meta.model_name or ""] += len(rows)


@transaction.atomic
def generate(*, sizes: Sizes, seed: int, prefix: str, today: date, at: datetime, progress: Progress) -> None:
    """Add an organisation's worth of projects. The same arguments always give the same rows.

    :raises PrefixTaken: when the prefix is in use; nothing is added.
    """
    if Portfolio.objects.filter(code__startswith=f"{prefix}-").exists():
        raise PrefixTaken(f"There are codes that start with “{prefix}-” already; choose another --prefix.")
    programmes = _make_tree(sizes, seed, prefix, progress)
    managers = _make_managers(sizes, prefix, progress)
    numbers = iter(range(sizes.projects))
    while block := list(islice(numbers, BLOCK)):
        projects = [
            make_project(
                number=number,
                chance=dice(seed, prefix, number),
                prefix=prefix,
                programme=programmes[number // PROJECTS_A_PROGRAMME],
                manager=managers[number % len(managers)],
                today=today,
            )
            for number in block
        ]
        _insert_block(projects, sizes, seed, today, at, progress)


def _insert_block(
    projects: list[Project], sizes: Sizes, seed: int, today: date, at: datetime, progress: Progress
) -> None:
    progress.insert(Project, list(projects))
    tables: dict[type[models.Model], list[models.Model]] = {}
    for project in projects:
        chance = dice(seed, project.code, "parts")
        for row in make_parts(project, sizes, chance, today, at):
            row.uuid = UUID(int=chance.getrandbits(128), version=4)
            tables.setdefault(type(row), []).append(row)
    for model, rows in tables.items():
        progress.insert(model, rows)
    grants = [
        Grant(user=project.manager, role=Role.PROJECT_MANAGER, scope=Scope.PROJECT, project=project)
        for project in projects
    ]
    progress.insert(Grant, list(grants))
    audit.record_all(_created(project, at) for project in projects)
    progress.heard(progress)


def _created(project: Project, at: datetime) -> audit.AuditEntry:
    changes = audit.changes_between(None, {"code": project.code, "name": project.name})
    return audit.entry(verb="created", obj=project, by=None, at=at, changes=changes, reason="generate_portfolio")


def _make_tree(sizes: Sizes, seed: int, prefix: str, progress: Progress) -> list[Programme]:
    """Portfolios, one in four under another, and their programmes."""
    count = -(-sizes.projects // PROJECTS_A_PROGRAMME)
    portfolios: list[Portfolio] = []
    for number in range(-(-count // PROGRAMMES_A_PORTFOLIO)):
        parent = portfolios[number - 1] if number % 4 == 1 else None
        code = f"{prefix}-{number + 1:03d}"
        made = Portfolio.objects.create(
            code=code, name=f"Portfolio {code}", parent=parent, path="/", uuid=_uuid(seed, code)
        )
        made.path = f"{parent.path if parent else '/'}{made.pk}/"
        made.save(update_fields=["path"])
        portfolios.append(made)
    progress.counts["portfolio"] += len(portfolios)
    programmes = [
        Programme(
            code=f"{prefix}-PG{number + 1:04d}",
            name=f"Programme {number + 1}",
            portfolio=portfolios[number // PROGRAMMES_A_PORTFOLIO],
            uuid=_uuid(seed, prefix, "programme", number),
        )
        for number in range(count)
    ]
    progress.insert(Programme, list(programmes))
    return programmes


def _make_managers(sizes: Sizes, prefix: str, progress: Progress) -> list[User]:
    """People without a password: they hold projects, nobody signs in as them."""
    people = [
        User(
            username=f"{prefix.lower()}-manager-{number + 1}",
            first_name="Manager",
            last_name=f"{prefix} {number + 1}",
            email=f"{prefix.lower()}-{number + 1}@example.org",
            password="!",  # noqa: S106  (Django's mark of an unusable password)
        )
        for number in range(max(1, sizes.projects // PROJECTS_A_MANAGER))
    ]
    progress.insert(User, list(people))
    return people


def _uuid(*names: object) -> UUID:
    return UUID(int=dice(*names).getrandbits(128), version=4)


def described(counts: Counter[str]) -> Iterator[str]:
    """One line a table, largest last."""
    for name, count in sorted(counts.items(), key=lambda item: item[1]):
        yield f"{count:>10,}  {name}"
