"""The message broker as health and metrics see it. Nothing here waits long, and nothing a page needs asks."""

from enum import StrEnum

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

PATIENCE = 0.3  # seconds


class BrokerState(StrEnum):
    """``NONE``: no Redis is set up, so work runs in the process that asks for it, or by another transport."""

    OK = "ok"
    DOWN = "down"
    NONE = "none"


def broker_state() -> BrokerState:
    """Whether Redis answers now."""
    if not settings.REDIS_URL:
        return BrokerState.NONE
    try:
        with _client() as client:
            client.ping()
    except redis.RedisError:
        return BrokerState.DOWN
    return BrokerState.OK


def queue_depths() -> dict[str, int] | None:
    """Messages that no worker has taken yet, by queue; ``None`` where Redis is not set up or does not say."""
    if not settings.REDIS_URL:
        return None
    names = queues()
    try:
        with _client() as client, client.pipeline(transaction=False) as pipeline:
            for name in names:
                pipeline.llen(name)
            return dict(zip(names, (int(depth) for depth in pipeline.execute()), strict=True))
    except redis.RedisError:
        return None


def queues() -> list[str]:
    """Every queue that tasks are sent to."""
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    return sorted(routed | {settings.CELERY_TASK_DEFAULT_QUEUE})


def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
    )
