"""The outbox of the roll-up: recompute what is marked, and clear only the marks that were seen."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.errors import NotAllowed
from pmo.core.models import User
from projects.actions.dirty import mark_dirty
from projects.models import DirtyMark
from reporting.actions.facts import lock_facts, store_facts

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 5
CHUNK = 200
SWEEP_LIMIT = 10_000


@dataclass(frozen=True)
class Outcome:
    """How many projects were recomputed, and how many could not be."""

    refreshed: int = 0
    failed: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.refreshed + other.refreshed, self.failed + other.failed)


def refresh_dirty_marks(*, project_ids: Iterable[int] | None, as_of: date, at: datetime) -> Outcome:
    """Recompute the marked projects among these, or the longest marked of all; parked ones wait for a person."""
    marks = DirtyMark.objects.filter(parked=False)
    if project_ids is None:
        marks = marks.order_by("marked_at", "pk")[:SWEEP_LIMIT]
    else:
        marks = marks.filter(pk__in=list(project_ids))
    ids = sorted(marks.values_list("pk", flat=True))
    outcome = Outcome()
    for start in range(0, len(ids), CHUNK):
        outcome += _refresh(ids[start : start + CHUNK], as_of, at)
    return outcome


@transaction.atomic
def retry_parked(*, mark: DirtyMark, by: User | None, at: datetime) -> None:
    """Mark the project afresh, which takes it out of the park and starts the attempts again.

    :raises NotAllowed: without ADMINISTER on the organisation.
    """
    if not can_everywhere(by, Permission.ADMINISTER):
        raise NotAllowed(_("Your role on this project does not allow this."))
    audit.record(verb="queued", obj=mark.project, by=by, at=at, changes={})
    mark_dirty(project_ids=[mark.project_id], at=at)


def _refresh(ids: Sequence[int], as_of: date, at: datetime) -> Outcome:
    try:
        with transaction.atomic():
            return Outcome(refreshed=_recompute_and_clear(ids, as_of, at))
    except (OperationalError, InterfaceError):
        # The database was busy or went away: no fault of the projects, so no attempt is counted and the marks stay.
        log.warning("the database did not answer: %d projects stay marked", len(ids), exc_info=True)
        return Outcome(failed=len(ids))
    except Exception as error:  # whatever it is, it must not stop the others, and it is written down
        if len(ids) > 1:
            # One bad project must not hold its neighbours back.
            outcome = Outcome()
            for pk in ids:
                outcome += _refresh([pk], as_of, at)
            return outcome
        log.exception("facts of project %d could not be computed", ids[0])
        _note_failure(ids[0], error)
        return Outcome(failed=1)


def _recompute_and_clear(ids: Sequence[int], as_of: date, at: datetime) -> int:
    """The marks are read after the lock and before the sources, so a write that comes later keeps its mark.

    What another worker cleared while this one waited for the lock is not computed again.
    """
    lock_facts(project_ids=ids)
    seen = dict(DirtyMark.objects.filter(pk__in=ids).values_list("pk", "dirty"))
    if not seen:
        return 0
    stored = store_facts(project_ids=sorted(seen), as_of=as_of, at=at)
    # A mark somebody is writing right now is not the one that was seen: leave it, rather than wait for it.
    same = DirtyMark.objects.select_for_update(skip_locked=True).filter(_seen(seen)).order_by("pk")
    DirtyMark.objects.filter(pk__in=list(same.values_list("pk", flat=True))).delete()
    return stored


def _seen(marks: dict[int, int]) -> Q:
    """Marks whose value is still the one that was read."""
    by_value: dict[int, list[int]] = {}
    for pk, dirty in marks.items():
        by_value.setdefault(dirty, []).append(pk)
    condition = Q(pk__in=[])
    for dirty, pks in by_value.items():
        condition |= Q(dirty=dirty, pk__in=pks)
    return condition


def _note_failure(pk: int, error: Exception) -> None:
    """Count the attempt; the fifth parks the mark. A new write to the project starts the count again."""
    failed = DirtyMark.objects.filter(pk=pk)
    failed.update(attempts=F("attempts") + 1, error=f"{type(error).__name__}: {error}"[:2000])
    failed.filter(attempts__gte=MAX_ATTEMPTS).update(parked=True)
