"""Handing to the queue what a write put out for webhooks."""

from typing import Any

from django.conf import settings
from django.dispatch import receiver

from pmo.core.queue.background import hint
from pmo.core.signals import deliveries_waiting
from pmo.core.tasks import send_deliveries

BATCH = 20
MOST = 200


@receiver(deliveries_waiting, dispatch_uid="core.queue_deliveries")
def queue_deliveries(sender: Any, delivery_ids: list[int], by_hand: bool, **kwargs: Any) -> None:
    """Queue what was just put out. After a bulk write only the first: the sweep takes the rest, and others their turn.

    Without workers a save does not wait for somebody else's server; ``manage.py send_webhooks`` sends then. A person
    who asked for this very delivery does wait for it.
    """
    if settings.CELERY_TASK_ALWAYS_EAGER and not by_hand:
        return
    for start in range(0, min(len(delivery_ids), MOST), BATCH):
        if not hint(send_deliveries, delivery_ids=delivery_ids[start : min(start + BATCH, MOST)]):
            return
