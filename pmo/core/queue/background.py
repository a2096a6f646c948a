"""Handing work to the queue without ever making a person wait for it, or fail, because the broker is away.

What is sent is a hint: the work itself stands in the database, and a sweep finds what was never sent or was lost.
"""

import logging
import time
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
#: After a failure this process leaves the broker alone for so many seconds: one that hangs costs a timeout each time.
QUIET = 5.0


class _Broker:
    silent_until = 0.0


def hint(task: "Task[..., Any]", *, expires: float | None = None, **arguments: Any) -> bool:
    """Send the task with these arguments; False when there is no broker to take it, and nothing was sent."""
    if time.monotonic() < _Broker.silent_until:
        return False
    try:
        task.apply_async(kwargs=arguments, expires=expires)
    except OperationalError as error:
        _Broker.silent_until = time.monotonic() + QUIET
        log.warning("no broker takes %s (%s): the sweep will find its work", task.name, error)
        return False
    return True
