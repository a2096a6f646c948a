"""The life of a job: taken once, heard of while it runs, found again when its worker is lost."""

from datetime import timedelta

import pytest

from pmo.core.actions.jobs import (
    MAX_ATTEMPTS,
    advance_job,
    beat_job,
    fail_job,
    finish_job,
    queue_job,
    requeue_lost,
    start_job,
)
from pmo.core.enums import JobState
from pmo.core.models import JobRun
from pmo.core.queries.jobs import LONGEST, LOST_AFTER, SEND_AGAIN_AFTER
from tests.factories import NOON

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def queued() -> JobRun:
    job = queue_job(kind="import", title="Import", by=None)
    JobRun.objects.filter(pk=job.pk).update(created_at=NOON)
    return job


def running(beats: bool = True) -> JobRun:
    job = queued()
    assert start_job(job=job, at=NOON, beats=beats)
    return job


def another(job: JobRun) -> JobRun:
    """The same job in the hands of another worker."""
    return JobRun.objects.get(pk=job.pk)


def requeue(at=NOON) -> list[JobRun]:
    return requeue_lost(kinds=["import"], at=at, given_up="Given up.")


def test_a_second_delivery_leaves_a_job_alone_whose_worker_is_heard() -> None:
    job = running()
    assert not start_job(job=another(job), at=NOON + LOST_AFTER, beats=True)
    assert beat_job(job=job, at=NOON + LOST_AFTER, done=3, total=9)
    assert not start_job(job=another(job), at=NOON + LOST_AFTER + SECOND, beats=True)
    job.refresh_from_db()
    assert (job.attempts, job.started_at, job.done, job.total) == (1, NOON, 3, 9)


def test_a_worker_that_fell_silent_loses_its_job_and_its_say() -> None:
    first = running()
    second = another(first)
    assert start_job(job=second, at=NOON + LOST_AFTER + SECOND, beats=True)
    assert not beat_job(job=first, at=NOON, done=9, total=9)
    advance_job(job=first, done=9, total=9)
    fail_job(job=first, at=NOON, error="The connection was lost.")
    finish_job(job=first, at=NOON, result={"created": 1})
    stored = another(first)
    assert (stored.state, stored.attempts, stored.done, stored.result) == (JobState.RUNNING, 2, 0, {})
    finish_job(job=second, at=NOON, result={"created": 2})
    assert another(first).result == {"created": 2}


def test_a_job_that_is_over_is_never_taken_again() -> None:
    job = running()
    finish_job(job=job, at=NOON, result={})
    assert not start_job(job=another(job), at=NOON + 2 * LONGEST, beats=True)
    assert requeue(NOON + 2 * LONGEST) == []


def test_without_a_heart_a_running_job_is_taken_at_once_but_given_up_for_lost_only_after_an_hour() -> None:
    job = running(beats=False)
    assert requeue(NOON + LONGEST) == []
    assert start_job(job=another(job), at=NOON + SECOND)
    assert requeue(NOON + SECOND + LONGEST) == []
    assert requeue(NOON + 2 * SECOND + LONGEST) == [job]


def test_a_lost_worker_is_noticed_within_a_minute_and_its_job_waits_again() -> None:
    job = running()
    assert requeue(NOON + LOST_AFTER) == []
    assert requeue(NOON + LOST_AFTER + SECOND) == [job]
    stored = another(job)
    assert (stored.state, stored.log) == (JobState.QUEUED, "2026-06-15 12:00:31: the worker was lost\n")
    assert requeue(NOON + LOST_AFTER + SECOND) == []


def test_a_job_nobody_took_is_sent_again_now_and_then() -> None:
    job = queued()
    sent = NOON + SEND_AGAIN_AFTER + SECOND
    assert requeue(NOON + SEND_AGAIN_AFTER) == []
    assert requeue(sent) == [job]
    assert requeue(sent + SEND_AGAIN_AFTER) == []
    assert requeue(sent + SEND_AGAIN_AFTER + SECOND) == [job]
    assert another(job).log == ""


def test_a_job_that_loses_its_worker_five_times_ends_with_a_sentence() -> None:
    job, at = queued(), NOON
    for _ in range(MAX_ATTEMPTS):
        assert start_job(job=another(job), at=at, beats=True)
        at += LOST_AFTER + SECOND
        found = requeue(at)
    assert found == []
    stored = another(job)
    assert (stored.state, stored.result, stored.finished_at) == (JobState.FAILED, {"error": "Given up."}, at)


def test_jobs_of_other_kinds_are_left_to_others() -> None:
    running()
    assert requeue_lost(kinds=["export"], at=NOON + LONGEST, given_up="Given up.") == []
