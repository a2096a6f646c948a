"""Jobs a person may follow: their own, and all of them for administrators. And jobs that nobody works on any more."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from pmo.core.access import Permission, can_everywhere
from pmo.core.enums import JobState
from pmo.core.models import JobRun, User

#: A worker that beats every few seconds and was not heard for so long is gone, or stands still.
LOST_AFTER = timedelta(seconds=30)
#: A job nobody took yet is sent again, for its message may be lost; a second message does nothing.
SEND_AGAIN_AFTER = timedelta(seconds=45)
#: No job may run longer. Without a heart that beats, only this tells that its worker is gone.
LONGEST = timedelta(hours=1)


def jobs_visible_to(user: User) -> "QuerySet[JobRun]":
    jobs = JobRun.objects.select_related("user")
    return jobs if can_everywhere(user, Permission.ADMINISTER) else jobs.filter(user=user)


def lost_jobs(kinds: Collection[str], at: datetime) -> "QuerySet[JobRun]":
    """Jobs of these kinds that wait without having been sent of late, or whose worker was not heard for too long."""
    return JobRun.objects.filter(waiting_unsent(at) | silent(at), kind__in=kinds)


def waiting_unsent(at: datetime) -> Q:
    since = at - SEND_AGAIN_AFTER
    return Q(state=JobState.QUEUED) & (Q(heard_at__lt=since) | Q(heard_at=None, created_at__lt=since))


def silent(at: datetime) -> Q:
    """Jobs that are said to run, by workers that give no sign of it."""
    running = Q(state=JobState.RUNNING)
    return running & (Q(heard_at__lt=at - LOST_AFTER) | Q(heard_at=None, started_at__lt=at - LONGEST))
