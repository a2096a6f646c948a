"""``/metrics`` for Prometheus: what the web processes counted, and how the installation is doing now."""

import os
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from pmo.core.queue.broker import BrokerState
from reporting.queries.operations import Operations, operations


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For the bearer of VIGIE_METRICS_TOKEN; for everybody else, and without a token, there is nothing here."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, expected):
        raise Http404
    own = CollectorRegistry()
    own.register(_Gauges(_operations()))
    return HttpResponse(generate_latest(_requests()) + generate_latest(own), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _requests() -> CollectorRegistry:
    """Of every worker under gunicorn, of this process elsewhere."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _operations() -> Operations | None:
    """``None`` without the database: the counts of requests are wanted most when it is away."""
    try:
        return operations(at=timezone.now())
    except Error:
        return None


class _Gauges:
    """The figures of one moment in Prometheus' words."""

    def __init__(self, now: Operations | None) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        now = self.now
        yield _gauge("vigie_database_up", "Whether the database answers", [("", now is not None)])
        if now is None:
            return
        marks = {"waiting": now.waiting, "parked": now.parked}
        yield _gauge("vigie_dirty_marks", "Projects whose figures must be recomputed", marks.items(), "state")
        yield _gauge("vigie_rollup_lag_seconds", "Age of the oldest mark that workers will take", [("", now.lag)])
        yield _gauge(
            "vigie_oldest_dirty_mark_seconds", "Age of the oldest mark, parked ones included", [("", now.oldest_mark)]
        )
        yield _gauge("vigie_jobs", "Runs of long jobs", now.jobs.items(), "state")
        yield _gauge("vigie_sessions", "Sessions that have not ended", [("", now.sessions)])
        if now.broker != BrokerState.NONE:
            yield _gauge("vigie_broker_up", "Whether Redis answers", [("", now.broker == BrokerState.OK)])
        if now.depths is not None:
            yield _gauge("vigie_queue_depth", "Messages that no worker has taken", now.depths.items(), "queue")


def _gauge(name: str, help_text: str, values: Iterable[tuple[str, float]], *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_text, labels=labels)
    for label, value in values:
        family.add_metric([label] if labels else [], float(value))
    return family
