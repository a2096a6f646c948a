"""What a process counts about the requests it answers, for Prometheus.

Under gunicorn (pmo/gunicorn.py) each worker keeps its counts in files of PROMETHEUS_MULTIPROC_DIR. A file belongs to
the worker's place, not to its process: a worker that replaces another counts on where that one stopped, so there are
never more files than workers however often they are replaced.
"""

import os

from prometheus_client import Counter, Histogram, values

PLACE = "VIGIE_METRICS_PLACE"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Around the promises of the product: lists and details within 0.3 s, dashboards and saves within 0.5 s.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 10.0)


def place() -> str:
    """Which file this process counts in: no two living processes share one."""
    return os.environ.get(PLACE) or f"p{os.getpid()}"


if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
    values.ValueClass = values.MultiProcessValue(process_identifier=place)

REQUESTS = Counter("vigie_http_requests", "Requests answered", ["route", "method", "status"])
DURATION = Histogram(
    "vigie_http_request_duration_seconds", "Time to the first byte of the answer", ["route"], buckets=BUCKETS
)


def measure(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one request. Labels come from fixed sets, so that no visitor can make the counts grow."""
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    DURATION.labels(route).observe(seconds)
