"""The life of a job: queued, running, over. Workers write here, pages read.

A worker's word counts only while the job is its own: once another took one that seemed lost, ``attempts``
has moved on.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pmo.core.enums import JobState
from pmo.core.models import JobRun, User
from pmo.core.queries.jobs import lost_jobs, silent

MAX_ATTEMPTS = 5


def queue_job(*, kind: str, title: str, by: User | None, total: int = 0) -> JobRun:
    """Write down that work is asked for, before anything is sent to a broker."""
    return JobRun.objects.create(kind=kind, title=title[:200], user=by, total=total)


def start_job(*, job: JobRun, at: datetime, beats: bool = False) -> bool:
    """Take the job; False when it is over, or when a worker whose heart beats has it: a second delivery does nothing.

    ``beats`` promises :func:`beat_job` every few seconds; without it a running job may be taken at any time.
    """
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, heard_at=None) | silent(at)
    taken = JobRun.objects.filter(free, pk=job.pk).update(
        state=JobState.RUNNING,
        started_at=at,
        heard_at=at if beats else None,
        attempts=F("attempts") + 1,
        done=0,
        total=0,
    )
    if taken:
        job.refresh_from_db()
    return bool(taken)


def beat_job(*, job: JobRun, at: datetime, done: int, total: int) -> bool:
    """Say that the worker lives and how far it is; False when the job is no longer its own."""
    return bool(_own(job).update(heard_at=at, done=done, total=total))


def advance_job(*, job: JobRun, done: int, total: int) -> None:
    """Say how far the work is."""
    _own(job).update(done=done, total=total)


def finish_job(*, job: JobRun, at: datetime, result: dict[str, object]) -> None:
    _own(job).update(state=JobState.SUCCEEDED, finished_at=at, result=result)


def fail_job(*, job: JobRun, at: datetime, error: str) -> None:
    """End the job with a sentence for the person who asked for it."""
    _own(job).update(state=JobState.FAILED, finished_at=at, result={"error": error}, log=f"{job.log}{error}\n")


@transaction.atomic
def requeue_lost(*, kinds: Collection[str], at: datetime, given_up: str | Promise) -> list[JobRun]:
    """Put jobs whose worker or message was lost back into the queue; the caller sends those that are returned.

    A job whose workers were lost five times ends with the sentence ``given_up``, in the language of who asked for it.
    """
    found = []
    for job in lost_jobs(kinds, at).select_for_update(skip_locked=True).order_by("pk"):
        with translation.override(job.user.language if job.user else None):
            if job.attempts >= MAX_ATTEMPTS:
                fail_job(job=job, at=at, error=str(given_up))
                continue
            note = _("%(time)s: the worker was lost") % {"time": f"{at:%Y-%m-%d %H:%M:%S}"}
        log = f"{job.log}{note}\n" if job.state == JobState.RUNNING else job.log
        JobRun.objects.filter(pk=job.pk).update(state=JobState.QUEUED, heard_at=at, log=log)
        found.append(job)
    return found


def _own(job: JobRun) -> "QuerySet[JobRun]":
    """The job while this attempt of it is the last one and it is not over."""
    return JobRun.objects.filter(pk=job.pk, attempts=job.attempts, state__in=[JobState.QUEUED, JobState.RUNNING])
