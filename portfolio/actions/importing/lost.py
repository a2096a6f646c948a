"""Imports whose worker or message was lost: found again, and given up in the end."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmo.core.actions.jobs import fail_job, requeue_lost
from portfolio.actions.imports import CHECK_JOB, IMPORT_JOB

GIVEN_UP = gettext_lazy(
    "Five times a worker was lost over this file, so it was given up. Nothing was written. "
    "The worker may lack memory: try a smaller file."
)


@transaction.atomic
def requeue_lost_imports(*, at: datetime) -> list[tuple[int, int]]:
    """(run id, job id) of every import that must be sent to a worker again. Safe while the first worker still lives:
    the run is locked by whoever applies it, and applied once."""
    found = []
    for job in requeue_lost(kinds=(CHECK_JOB, IMPORT_JOB), at=at, given_up=GIVEN_UP):
        run = job.import_runs.order_by("pk").first()
        if run is None:
            fail_job(job=job, at=at, error=_("Another job has taken the place of this one."))
        else:
            found.append((run.pk, job.pk))
    return found
