"""Storing the current facts of projects."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from projects.models import Project
from reporting.models import FactFields, ProjectFact
from reporting.queries.facts import chunks, compute_facts

FACT_FIELDS = [field.name for field in FactFields._meta.get_fields()]


def recompute_facts(*, project_ids: Iterable[int] | None, as_of: date, at: datetime) -> int:
    """Recompute and store the facts of these projects, or of all; returns how many. Safe to run twice and at once."""
    if project_ids is None:
        project_ids = Project.objects.order_by().values_list("pk", flat=True)
    stored = 0
    for ids in chunks(project_ids):
        with transaction.atomic():
            stored += store_facts(project_ids=ids, as_of=as_of, at=at)
    return stored


def store_facts(*, project_ids: Sequence[int], as_of: date, at: datetime) -> int:
    """Recompute some projects inside the caller's transaction, after :func:`lock_facts`' lock on their facts."""
    present = lock_facts(project_ids=project_ids)
    facts = compute_facts(present, as_of=as_of, at=at)
    ProjectFact.objects.bulk_create(
        facts, update_conflicts=True, unique_fields=["project"], update_fields=FACT_FIELDS, batch_size=500
    )
    return len(facts)


def lock_facts(*, project_ids: Sequence[int]) -> list[int]:
    """Lock the facts of those projects that exist, creating empty ones where there are none; returns their ids.

    Two workers on one project then take turns, and the second reads the sources after the first has stored: without the
    lock the slower of the two could store older figures last. Projects are not locked, so nobody who saves waits.
    """
    present = list(Project.objects.filter(pk__in=project_ids).order_by("pk").values_list("pk", flat=True))
    stored = set(ProjectFact.objects.filter(pk__in=present).values_list("pk", flat=True))
    missing = [ProjectFact(project_id=pk) for pk in present if pk not in stored]
    ProjectFact.objects.bulk_create(missing, ignore_conflicts=True, batch_size=500)
    locked = ProjectFact.objects.select_for_update().filter(pk__in=present).order_by("pk")
    return list(locked.values_list("pk", flat=True))
