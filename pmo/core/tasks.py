"""Background work of the floor: webhooks, and old sessions. Every task may run twice, late and out of order."""

import logging
import time
from collections.abc import Iterable

from celery import shared_task
from django.utils import timezone

from pmo.core.actions.deliveries import deliver, prune_deliveries
from pmo.core.actions.sessions import prune_sessions
from pmo.core.queries.webhooks import due_ids

log = logging.getLogger(__name__)
SECONDS_A_TASK = 20  # others wait for the same workers; the sweep goes on where this one stops
SWEPT_AT_ONCE = 2000


@shared_task(ignore_result=True)
def send_deliveries(*, delivery_ids: list[int]) -> None:
    """Send these deliveries, as far as they are due."""
    _send(delivery_ids)


@shared_task(ignore_result=True)
def sweep_deliveries() -> None:
    """Send whatever is due: what was not queued or was lost on the way, and what failed some time ago."""
    _send(due_ids(at=timezone.now(), limit=SWEPT_AT_ONCE))


@shared_task(ignore_result=True)
def forget_deliveries() -> None:
    """Forget old deliveries."""
    log.info("webhooks: %d old deliveries forgotten", prune_deliveries(at=timezone.now()))


@shared_task(ignore_result=True)
def forget_sessions() -> None:
    """Forget sessions that are over."""
    log.info("%d sessions that were over are forgotten", prune_sessions(at=timezone.now()))


def _send(ids: Iterable[int]) -> None:
    stop = time.monotonic() + SECONDS_A_TASK
    sent = 0
    for pk in ids:
        if time.monotonic() > stop:
            break
        sent += deliver(delivery_id=pk, at=timezone.now())
    if sent:
        log.info("webhooks: %d deliveries sent", sent)
