"""News of the lower apps and the floor."""

from typing import Any

from django.dispatch import receiver

from pmo.core.queue.background import hint
from pmo.core.signals import conversions_changed
from projects.signals import projects_changed
from reporting.tasks import refresh_all_daily, refresh_dirty

BATCH = 500


@receiver(projects_changed, dispatch_uid="reporting.refresh_facts")
def queue_refresh(sender: Any, project_ids: list[int], **kwargs: Any) -> None:
    """Queue the recomputation of what changed. Without a broker the mark stays, and the sweep finds it."""
    for start in range(0, len(project_ids), BATCH):
        if not hint(refresh_dirty, project_ids=project_ids[start : start + BATCH]):
            return


@receiver(conversions_changed, dispatch_uid="reporting.refresh_conversions")
def queue_conversions(sender: Any, **kwargs: Any) -> None:
    """Write the new rate into every fact. Sums convert when read, so a missed refresh can wait for the night."""
    hint(refresh_all_daily)
