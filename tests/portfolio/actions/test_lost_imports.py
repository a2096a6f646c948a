"""Imports whose worker or message was lost are sent again, and end in either case."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from pmo.core.actions.jobs import MAX_ATTEMPTS, start_job
from pmo.core.enums import JobState
from pmo.core.models import JobRun
from pmo.core.queue.background import _Broker
from portfolio.actions.importing.lost import requeue_lost_imports
from portfolio.actions.imports import keep_upload, queue_import
from portfolio.models import ImportRun
from portfolio.tasks import carry_out_import, resume_lost_imports
from projects.models import Project
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


def waiting() -> tuple[ImportRun, JobRun]:
    file = io.BytesIO(b"Portfolio,Project code,Project\nDigital,D-1,Portal\n")
    run = keep_upload(file=file, file_name="x.csv", profile="generic", by=None, at=NOON)
    return run, queue_import(run=run, dry_run=False, by=None, at=NOON)


def test_an_import_whose_worker_was_lost_is_sent_again() -> None:
    run, job = waiting()
    start_job(job=job, at=timezone.now(), beats=True)
    assert requeue_lost_imports(at=timezone.now()) == []
    assert requeue_lost_imports(at=timezone.now() + LATER) == [(run.pk, job.pk)]


def test_what_happened_is_told_in_the_language_of_who_asked() -> None:
    _, job = waiting()
    JobRun.objects.update(user=make_user(language="fr"))
    for _attempt in range(MAX_ATTEMPTS):
        job.refresh_from_db()
        start_job(job=job, at=NOON, beats=True)
        requeue_lost_imports(at=NOON + LATER)
    job.refresh_from_db()
    assert job.log.splitlines()[0] == "2026-06-15 12:01:00\u00a0: le programme de traitement s’est arrêté"
    assert job.state == JobState.FAILED
    assert job.result["error"].startswith("Le programme de traitement s’est arrêté cinq fois sur ce fichier")


def test_the_sweep_carries_out_what_was_never_delivered() -> None:
    _, job = waiting()
    JobRun.objects.update(created_at=timezone.now() - LATER)
    resume_lost_imports.delay()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 1)
    assert Project.objects.get().code == "D-1"


def test_a_job_whose_file_has_another_one_ends() -> None:
    run, job = waiting()
    ImportRun.objects.filter(pk=run.pk).update(job=None)
    assert requeue_lost_imports(at=timezone.now() + LATER) == []
    job.refresh_from_db()
    assert (job.state, job.result["error"]) == (JobState.FAILED, "Another job has taken the place of this one.")


def test_without_a_broker_the_import_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_broker(**options: Any) -> None:
        raise OperationalError("connection refused")

    _, job = waiting()
    JobRun.objects.update(created_at=timezone.now() - LATER)
    monkeypatch.setattr(carry_out_import, "apply_async", no_broker)
    monkeypatch.setattr(_Broker, "silent_until", 0.0)
    resume_lost_imports()
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert not Project.objects.exists()
