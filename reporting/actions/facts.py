"""Storing the current facts of projects."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial

from django.db import connection, transaction

from projects.models import Project
from reporting.actions.fact_store import write_facts
from reporting.models import ProjectFact
from reporting.queries.among import Among, of_projects
from reporting.queries.facts import chunks, compute_facts

LANES = 2


def recompute_facts(*, project_ids: Iterable[int] | None, as_of: date, at: datetime) -> int:
    """Recompute and store the facts of these projects, or of all; returns how many. Safe to run twice and at once."""
    if project_ids is None:
        project_ids = Project.objects.order_by().values_list("pk", flat=True)
    parts = list(chunks(project_ids))
    in_turn = partial(_store_in_turn, as_of=as_of, at=at)
    if len(parts) < 2 or connection.vendor != "postgresql" or connection.in_atomic_block:
        return in_turn(parts)
    # While one half waits for the database, the other computes.
    with ThreadPoolExecutor(LANES) as lanes:
        return sum(lanes.map(partial(_on_its_own_connection, in_turn), (parts[lane::LANES] for lane in range(LANES))))


def _store_in_turn(parts: Iterable[Sequence[int]], *, as_of: date, at: datetime) -> int:
    """Each part in a transaction of its own: nobody's project is locked for long."""
    stored = 0
    for ids in parts:
        with transaction.atomic():
            stored += store_facts(project_ids=ids, as_of=as_of, at=at)
    return stored


def _on_its_own_connection(work: Callable[[Iterable[Sequence[int]]], int], parts: Iterable[Sequence[int]]) -> int:
    try:
        return work(parts)
    finally:
        connection.close()


def store_facts(*, project_ids: Sequence[int], as_of: date, at: datetime) -> int:
    """Recompute some projects inside the caller's transaction, after :func:`lock_facts`' lock on their facts."""
    present = lock_facts(project_ids=project_ids)
    facts = compute_facts(present, as_of=as_of, at=at)
    write_facts(facts)
    return len(facts)


def lock_facts(*, project_ids: Sequence[int]) -> list[int]:
    """Lock the facts of those projects that exist, creating empty ones where there are none; returns their ids.

    Two workers on one project then take turns, and the second reads the sources after the first has stored: without the
    lock the slower of the two could store older figures last. Projects are not locked, so nobody who saves waits.
    """
    stored = set(ProjectFact.objects.filter(of_projects(project_ids)).values_list("pk", flat=True))
    without = sorted(set(project_ids) - stored)
    if without:
        present = Project.objects.filter(Among("pk", without)).order_by("pk").values_list("pk", flat=True)
        missing = [ProjectFact(project_id=pk) for pk in present]
        ProjectFact.objects.bulk_create(missing, ignore_conflicts=True, batch_size=500)
    locked = ProjectFact.objects.select_for_update().filter(of_projects(project_ids)).order_by("pk")
    return list(locked.values_list("pk", flat=True))
