"""Background work of portfolio: ids in, one action, log. Every task may run twice, late and out of order."""

import logging

from celery import shared_task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pmo.core.actions.jobs import advance_job, fail_job, finish_job, start_job
from pmo.core.errors import DomainError
from pmo.core.models import JobRun
from portfolio.actions.imports import IMPORT_JOB, ImportAlreadyApplied, apply_import, check_import
from portfolio.models import ImportRun

log = logging.getLogger(__name__)
HOUR = 3600


@shared_task(ignore_result=True, time_limit=HOUR)
def carry_out_import(*, run_id: int, job_id: int) -> None:
    """Check or apply an import, as its job says, telling the job how far it is."""
    run, job = ImportRun.objects.get(pk=run_id), JobRun.objects.select_related("user").get(pk=job_id)
    if not start_job(job=job, at=timezone.now()):
        return
    carry_out = apply_import if job.kind == IMPORT_JOB else check_import
    with translation.override(job.user.language if job.user else None):
        try:
            run = carry_out(
                run=run,
                by=job.user,
                at=timezone.now(),
                progress=lambda done, total: advance_job(job=job, done=done, total=total),
            )
        except ImportAlreadyApplied:  # the task was delivered twice
            run.refresh_from_db()
        except DomainError as refusal:
            fail_job(job=job, at=timezone.now(), error=refusal.message)
            return
        except Exception:
            fail_job(job=job, at=timezone.now(), error=_("The import stopped because of a fault; nothing was written."))
            raise
    counts = ("read", "created", "updated", "unchanged", "rejected")
    finish_job(job=job, at=timezone.now(), result={name: run.report[name] for name in counts})
    log.info("%s of %s: %s", job.kind, run.uuid, {name: run.report[name] for name in counts})
