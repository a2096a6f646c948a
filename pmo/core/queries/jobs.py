"""Jobs a person may follow: their own, and all of them for administrators."""

from django.db.models import QuerySet

from pmo.core.access import Permission, can_everywhere
from pmo.core.models import JobRun, User


def jobs_visible_to(user: User) -> "QuerySet[JobRun]":
    jobs = JobRun.objects.select_related("user")
    return jobs if can_everywhere(user, Permission.ADMINISTER) else jobs.filter(user=user)
