"""A Redis database of the bench's own, emptied before and after."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis

MARK = "vigie:belongs-to-the-bench"


class InUse(Exception):
    """The Redis database holds somebody's keys."""


@contextmanager
def own_broker(url: str) -> Iterator[str]:
    """:raises InUse: when it holds keys and not the mark of an earlier bench; they are left as they are."""
    with redis.Redis.from_url(url) as client:
        if client.dbsize() and not client.exists(MARK):
            raise InUse(f"{url} is in use by something else: name an empty database with --redis")
        client.flushdb()
        client.set(MARK, "1")
        try:
            yield url
        finally:
            client.flushdb()
