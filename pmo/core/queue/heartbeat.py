"""A worker's heart: while a long job runs, it says from beside that it lives and how far it is."""

import logging
from threading import Event, Thread
from types import TracebackType

from django.db import DatabaseError, connections
from django.utils import timezone

from pmo.core.actions.jobs import beat_job
from pmo.core.models import JobRun

log = logging.getLogger(__name__)
EVERY = 2.0


class Heartbeat:
    """Beats in a thread with a database connection of its own, so that others see it before the work is committed.

    It stops with the process, which is the point: killed or frozen, the job falls silent and the sweep finds it. A
    database that goes away for a while only costs some beats.
    """

    def __init__(self, job: JobRun) -> None:
        self.job = job
        self._far = (0, 0)
        self._over = Event()
        self._thread = Thread(target=self._run, name=f"heartbeat of job {job.pk}", daemon=True)

    def progress(self, done: int, total: int) -> None:
        self._far = (done, total)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._over.wait(EVERY) and self._beat():
                pass
        finally:
            connections.close_all()

    def _beat(self) -> bool:
        """False when another worker has taken the job."""
        done, total = self._far
        try:
            return beat_job(job=self.job, at=timezone.now(), done=done, total=total)
        except DatabaseError:
            log.warning("job %d: a heartbeat was lost", self.job.pk, exc_info=True)
            connections.close_all()
            return True
