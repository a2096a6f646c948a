"""The life of a job: queued, running, over. Workers write here, pages read."""

from datetime import datetime

from pmo.core.enums import JobState
from pmo.core.models import JobRun, User


def queue_job(*, kind: str, title: str, by: User | None, total: int = 0) -> JobRun:
    """Write down that work is asked for, before anything is sent to a broker."""
    return JobRun.objects.create(kind=kind, title=title[:200], user=by, total=total)


def start_job(*, job: JobRun, at: datetime) -> bool:
    """Take the job; False when it is already over, so that a task delivered twice does nothing."""
    taken = JobRun.objects.filter(pk=job.pk, state__in=[JobState.QUEUED, JobState.RUNNING]).update(
        state=JobState.RUNNING, started_at=at
    )
    return bool(taken)


def advance_job(*, job: JobRun, done: int, total: int, note: str = "") -> None:
    """Say how far the work is."""
    job.done, job.total = done, total
    if note:
        job.log = f"{job.log}{note}\n"
    job.save(update_fields=["done", "total", "log"])


def finish_job(*, job: JobRun, at: datetime, result: dict[str, object]) -> None:
    JobRun.objects.filter(pk=job.pk).update(state=JobState.SUCCEEDED, finished_at=at, result=result)


def fail_job(*, job: JobRun, at: datetime, error: str) -> None:
    """End the job with a sentence for the person who asked for it."""
    JobRun.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, finished_at=at, result={"error": error}, log=f"{job.log}{error}\n"
    )
