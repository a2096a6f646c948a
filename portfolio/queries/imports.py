"""Imports a person may look at: their own, for administrators all. A file may tell of confidential projects."""

from datetime import datetime

from django.db.models import QuerySet

from pmo.core.access import Permission, can_everywhere
from pmo.core.models import User
from pmo.core.queries.jobs import LONGEST
from portfolio.models import ImportProfile, ImportRun


def runs_visible_to(user: User | None) -> "QuerySet[ImportRun]":
    """Nobody without the right to import sees any."""
    if not can_everywhere(user, Permission.IMPORT_DATA):
        return ImportRun.objects.none()
    runs = ImportRun.objects.select_related("user", "job")
    return runs if can_everywhere(user, Permission.ADMINISTER) else runs.filter(user=user)


def profiles_visible_to(user: User | None) -> "QuerySet[ImportProfile]":
    """Those who may import see every profile the office saved."""
    everything = ImportProfile.objects.all()
    return everything if can_everywhere(user, Permission.IMPORT_DATA) else everything.none()


def in_hand(run: ImportRun, at: datetime) -> bool:
    """Whether a worker has the file or will have it. A job not heard of for an hour is lost: no import takes longer."""
    job = run.job
    return job is not None and not job.is_over and at - (job.heard_at or job.started_at or job.created_at) < LONGEST
