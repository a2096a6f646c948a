"""Facts end up right with real workers, whatever is lost on the way (docs/adr/0001)."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import redis
from django.db import transaction

from projects.actions.dirty import mark_dirty
from projects.models import DirtyMark, Project
from reporting.models import ProjectFact
from tests.factories import make_budget_line, make_project
from tests.services.processes import CeleryProcess, wait_until

AT = datetime(2026, 6, 15, 12, tzinfo=UTC)


def grant_budget(project: Project, amount: str) -> None:
    with transaction.atomic():
        make_budget_line(project, amount)
        mark_dirty(project_ids=[project.pk], at=AT)


def approved(project: Project) -> Decimal | None:
    return ProjectFact.objects.filter(project=project).values_list("approved_budget", flat=True).first()


def settled(project: Project, amount: str) -> Callable[[], bool]:
    return lambda: (
        approved(project) == Decimal(amount) and not DirtyMark.objects.filter(project=project, dirty__gt=0).exists()
    )


def test_a_worker_refreshes_what_a_write_marked(worker: CeleryProcess) -> None:
    project = make_project()
    grant_budget(project, "1000")
    wait_until(settled(project, "1000"), what="the roll-up")
    grant_budget(project, "234.56")
    wait_until(settled(project, "1234.56"), what="the second roll-up")


def test_the_sweep_finds_what_was_never_queued(broker: redis.Redis, worker: CeleryProcess, beat: CeleryProcess) -> None:
    project = make_project()
    make_budget_line(project, "1000")
    DirtyMark.objects.create(project=project, dirty=1, marked_at=AT)
    wait_until(settled(project, "1000"), what="the sweep")


def test_a_message_lost_with_the_broker_is_made_good(
    broker: redis.Redis, celery_process: Callable[..., CeleryProcess], beat: CeleryProcess
) -> None:
    project = make_project()
    grant_budget(project, "1000")
    broker.flushdb()
    assert approved(project) is None
    celery_process("worker", "-Q", "rollup", "-c", "1", "-l", "INFO", ready=" ready.")
    wait_until(settled(project, "1000"), what="the sweep")


def test_a_worker_that_is_killed_loses_nothing(
    worker: CeleryProcess, beat: CeleryProcess, celery_process: Callable[..., CeleryProcess]
) -> None:
    projects = [make_project() for _ in range(20)]
    for project in projects[:10]:
        grant_budget(project, "1000")
    worker.kill()
    for project in projects[10:]:
        grant_budget(project, "1000")
    celery_process("worker", "-Q", "rollup", "-c", "1", "-l", "INFO", ready=" ready.")
    for project in projects:
        wait_until(settled(project, "1000"), what=f"the roll-up of {project.code}")
