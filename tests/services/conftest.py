"""PostgreSQL, Redis and real Celery processes, named by DATABASE_URL and REDIS_URL; without them the tests skip.

With ``VIGIE_SERVICES=required`` (make test-services) a missing service is a failure instead.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.db import connection

from tests.services.processes import CeleryProcess, wait_until

HERE = Path(__file__).parent
OWN_SERVERS = HERE / "faults"
OWNER_KEY = "vigie:belongs-to-the-service-tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a service test; without the services it says which one it misses."""
    reason = _missing()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.services)
            if OWN_SERVERS in item.path.parents:
                if not os.environ.get("VIGIE_SERVICES"):
                    item.add_marker(
                        pytest.mark.skip(reason="minutes of faults on servers of its own: VIGIE_SERVICES=1")
                    )
                continue
            item.add_marker(pytest.mark.django_db(transaction=True))
            if reason and os.environ.get("VIGIE_SERVICES") != "required":
                item.add_marker(pytest.mark.skip(reason=reason))


def _missing() -> str | None:
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return "no PostgreSQL: set DATABASE_URL"
    url = os.environ.get("REDIS_URL")
    if not url:
        return "no Redis: set REDIS_URL"
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1) as client:
            client.ping()
    except redis.RedisError as error:
        return f"Redis does not answer: {error}"
    return None


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    """An empty Redis database of the tests' own. One that holds anybody else's keys is left as it is."""
    assert _missing() is None, _missing()
    with _alone(), redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        if client.dbsize() and not client.exists(OWNER_KEY):
            pytest.fail("this Redis database is in use by something else: name an empty one in REDIS_URL")
        _empty(client)
        yield client
        _empty(client)


@pytest.fixture
def celery_process(
    broker: redis.Redis, transactional_db: None, tmp_path: Path
) -> Iterator[Callable[..., CeleryProcess]]:
    """``celery_process("worker", ready="ready.")`` starts a process that works on the test's own database."""
    started: list[CeleryProcess] = []

    def start(*arguments: str, ready: str) -> CeleryProcess:
        log = tmp_path / f"celery-{len(started)}.log"
        environment = {
            "DATABASE_URL": _database_url(),
            "VIGIE_DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "pmo.settings",
        }
        process = CeleryProcess(list(arguments), environment=environment, log=log)
        started.append(process)
        wait_until(lambda: process.says(ready), what=f"{arguments[0]} getting ready")
        return process

    yield start
    for process in started:
        process.stop()


@pytest.fixture
def worker(celery_process: Callable[..., CeleryProcess]) -> CeleryProcess:
    """A worker for every queue, with two children."""
    return celery_process("worker", "-Q", "interactive,rollup,import", "-c", "2", "-l", "INFO", ready=" ready.")


@pytest.fixture
def beat(celery_process: Callable[..., CeleryProcess], tmp_path: Path) -> CeleryProcess:
    return celery_process("beat", "-l", "INFO", "-s", str(tmp_path / "beat"), ready="beat: Starting...")


@contextmanager
def _alone() -> Iterator[None]:
    """One test at a time on this machine: workers of another test process would take the messages of this one."""
    with (Path(tempfile.gettempdir()) / "vigie-service-tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _empty(client: redis.Redis) -> None:
    client.flushdb()
    client.set(OWNER_KEY, "1")


def _database_url() -> str:
    """The address of the database that this test run made, not of the one in DATABASE_URL."""
    at = connection.settings_dict
    credentials = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    return f"postgres://{credentials}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"
