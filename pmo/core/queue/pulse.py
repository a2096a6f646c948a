"""A sign of life of workers and of the scheduler, which serve no pages: a file they touch every few seconds.

Its name comes from VIGIE_PULSE; a supervisor looks at its age. A worker that lost its broker falls silent with it.
"""

import os
from pathlib import Path
from typing import Any

from celery.signals import beat_init, before_task_publish, heartbeat_sent

PULSE = os.environ.get("VIGIE_PULSE", "")


def watch() -> None:
    """Touch the file at each heartbeat of a worker, and whenever the scheduler has something to queue."""
    if PULSE:
        heartbeat_sent.connect(_touch)
        beat_init.connect(_watch_scheduler)


def _watch_scheduler(**kwargs: Any) -> None:
    _touch()
    before_task_publish.connect(_touch)


def _touch(**kwargs: Any) -> None:
    Path(PULSE).touch()
