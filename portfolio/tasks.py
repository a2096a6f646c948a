"""Background work of portfolio: ids in, one action, log. Every task may run twice, late and out of order."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from celery import Task, shared_task
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pmo.core.actions.jobs import advance_job, fail_job, finish_job, start_job
from pmo.core.errors import DomainError
from pmo.core.models import JobRun
from pmo.core.queue.background import hint
from pmo.core.queue.heartbeat import Heartbeat
from portfolio.actions.importing.lost import requeue_lost_imports
from portfolio.actions.imports import IMPORT_JOB, ImportAlreadyApplied, Progress, apply_import, check_import
from portfolio.models import ImportRun

log = logging.getLogger(__name__)
HOUR = 3600
#: A message sent again is worthless once the next one is sent.
SENT_AGAIN_EXPIRES = 60


@shared_task(bind=True, ignore_result=True, soft_time_limit=HOUR - 60, time_limit=HOUR)
def carry_out_import(self: "Task[..., None]", *, run_id: int, job_id: int) -> None:
    """Check or apply an import, as its job says, telling the job how far it is."""
    run, job = ImportRun.objects.get(pk=run_id), JobRun.objects.select_related("user").get(pk=job_id)
    # SQLite has one writer, which is the import itself; a task without a worker runs in somebody's request.
    beats = connection.vendor != "sqlite" and not (self.request.is_eager or self.request.called_directly)
    if not start_job(job=job, at=timezone.now(), beats=beats):
        return
    carry_out = apply_import if job.kind == IMPORT_JOB else check_import
    with translation.override(job.user.language if job.user else None):
        try:
            with _told(job, beats) as progress, _collector_at_rest():
                run = carry_out(run=run, by=job.user, at=timezone.now(), progress=progress)
        except ImportAlreadyApplied:  # the task was delivered twice
            run.refresh_from_db()
        except DomainError as refusal:
            fail_job(job=job, at=timezone.now(), error=refusal.message)
            log.info("%s of %s was refused", job.kind, run.uuid)
            return
        except Exception as error:
            if beats and isinstance(error, OperationalError | InterfaceError):
                log.warning("job %d: the database went away; the sweep will start it again", job.pk, exc_info=True)
                return
            fail_job(job=job, at=timezone.now(), error=_("The import stopped because of a fault; nothing was written."))
            raise
    counts = ("read", "created", "updated", "unchanged", "rejected")
    finish_job(job=job, at=timezone.now(), result={name: run.report[name] for name in counts})
    log.info("%s of %s: %s", job.kind, run.uuid, {name: run.report[name] for name in counts})


@shared_task(ignore_result=True)
def resume_lost_imports() -> None:
    """Send again every import whose worker or message was lost."""
    for run_id, job_id in requeue_lost_imports(at=timezone.now()):
        log.warning("import %d: sent again for job %d", run_id, job_id)
        hint(carry_out_import, expires=SENT_AGAIN_EXPIRES, run_id=run_id, job_id=job_id)


@contextmanager
def _told(job: JobRun, beats: bool) -> Iterator[Progress]:
    """Where the work says how far it is: beside its transaction, or in it."""
    if not beats:
        yield lambda done, total: advance_job(job=job, done=done, total=total)
        return
    with Heartbeat(job) as heart:
        yield heart.progress


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """A large file becomes millions of objects that form no rings; looking for rings took a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
