"""How gunicorn serves Vigie: ``gunicorn --config=python:pmo.gunicorn pmo.wsgi`` (docs/operations.md, "Processes").

The lines of requests are written by Vigie itself, once each (pmo/core/middleware/request_log.py); gunicorn adds its
own events in the same form.
"""

import gc
import os
import shutil
import tempfile
from typing import Any

from django.urls import get_resolver

# Before anything counts: which folder the counts of all workers are kept in.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="vigie-metrics-")

from pmo.core.telemetry.metrics import PLACE
from pmo.settings import LOGGING

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # workers share the memory of the code, and a wrong setting stops the start
timeout = 60
graceful_timeout = 25  # less than the stop_grace_period of docker-compose.yml
keepalive = 5
# A worker is replaced now and then, not all at once, so that nothing it leaks can add up.
max_requests = 10_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"  # noqa: S108  (a heartbeat on disk would stall with the disk)
control_socket_disable = True
logconfig_dict = LOGGING


def when_ready(server: Any) -> None:
    """Load what the first request would, before the workers part, and keep the collector from copying it later."""
    get_resolver().url_patterns  # noqa: B018
    gc.collect()
    gc.freeze()


def pre_fork(server: Any, worker: Any) -> None:
    """Give the worker the first free place to count in; the place of one that has gone is free."""
    taken = {living.place for living in server.WORKERS.values()}
    worker.place = next(place for place in range(len(taken) + 1) if place not in taken)


def post_fork(server: Any, worker: Any) -> None:
    os.environ[PLACE] = f"w{worker.place}"


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
