"""Closing a period: the facts of its last day are kept, and never change again."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from pmo.core.errors import DomainError
from projects.models import Project
from reporting.actions.fact_store import FACT_FIELDS
from reporting.actions.facts import lock_facts
from reporting.models import ProjectFactSnapshot
from reporting.queries.facts import chunks, compute_facts


class CorrectionNeedsReason(DomainError):
    """A closed period may be closed again only with a reason."""


def last_closed_month(today: date) -> date:
    """The last day of the month before this one."""
    return today.replace(day=1) - timedelta(days=1)


def take_snapshots(*, period_end: date, at: datetime, project_ids: Iterable[int] | None = None) -> int:
    """Close the period for the projects that have not closed it yet; running it again adds nothing."""
    return sum(_close(ids, period_end, at, reason="") for ids in chunks(_ids(project_ids)))


def correct_snapshots(*, period_end: date, at: datetime, reason: str, project_ids: Iterable[int] | None = None) -> int:
    """Close the period again, beside what was kept before.

    :raises CorrectionNeedsReason: without a reason.
    """
    if not reason.strip():
        raise CorrectionNeedsReason("Say why the closed period is corrected.", field="reason")
    return sum(_close(ids, period_end, at, reason=reason.strip()) for ids in chunks(_ids(project_ids)))


@transaction.atomic
def _close(ids: list[int], period_end: date, at: datetime, *, reason: str) -> int:
    """The lock keeps two closings at once from taking the same number."""
    present = lock_facts(project_ids=ids)
    kept = dict(
        ProjectFactSnapshot.objects.filter(project__in=present, period_end=period_end)
        .order_by()
        .values_list("project_id")
        .annotate(last=Max("sequence"))
    )
    chosen = [pk for pk in present if (pk in kept) == bool(reason)]
    snapshots = [
        ProjectFactSnapshot(
            project_id=fact.project_id,
            period_end=period_end,
            sequence=kept.get(fact.project_id, 0) + 1,
            reason=reason,
            **{name: getattr(fact, name) for name in FACT_FIELDS},
        )
        for fact in compute_facts(chosen, as_of=period_end, at=at)
    ]
    ProjectFactSnapshot.objects.bulk_create(snapshots, batch_size=500)
    return len(snapshots)


def _ids(project_ids: Iterable[int] | None) -> Iterable[int]:
    return Project.objects.order_by().values_list("pk", flat=True) if project_ids is None else project_ids
