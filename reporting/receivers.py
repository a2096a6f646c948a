"""News of the lower apps and the floor."""

import logging
from typing import Any

from django.dispatch import receiver
from kombu.exceptions import OperationalError

from pmo.core.signals import conversions_changed
from projects.signals import projects_changed
from reporting.tasks import refresh_all_daily, refresh_dirty

log = logging.getLogger(__name__)
BATCH = 500


@receiver(projects_changed, dispatch_uid="reporting.refresh_facts")
def queue_refresh(sender: Any, project_ids: list[int], **kwargs: Any) -> None:
    """Queue the recomputation of what changed. Without a broker the mark stays, and the sweep finds it."""
    for start in range(0, len(project_ids), BATCH):
        try:
            refresh_dirty.delay(project_ids=project_ids[start : start + BATCH])
        except OperationalError:
            log.warning("no broker: the sweep will refresh %d projects", len(project_ids) - start)
            return


@receiver(conversions_changed, dispatch_uid="reporting.refresh_conversions")
def queue_conversions(sender: Any, **kwargs: Any) -> None:
    """Write the new rate into every fact. Sums convert when read, so a missed refresh can wait for the night."""
    try:
        refresh_all_daily.delay()
    except OperationalError:
        log.warning("no broker: the facts take the new rate at night")
