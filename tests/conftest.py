"""What every test shares: a database in a file, files in a scratch folder, no network, and people with roles."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connections
from django.utils import translation

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in production: in memory, the threads of a live server would share one connection."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            name = tmp_path_factory.mktemp("database") / f"{connection.alias}.sqlite3"
            connection.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(autouse=True)
def _clean_surroundings(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Uploads go to a scratch folder; no cached value and no language leaks from one test to the next."""
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _tasks_run_at_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Queued work runs in the test itself, even where REDIS_URL is set; only tests/services has real workers."""
    from pmo.celery import app

    before = app.conf.task_always_eager
    app.conf.task_always_eager = request.node.get_closest_marker("services") is None
    yield
    app.conf.task_always_eager = before


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in Vigie needs the network; a test that reaches for it fails where it does."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """``person("ada", role="pmo_manager", on=portfolio)``: somebody with at most one grant.

    Without ``role`` they hold nothing; without ``on`` the role is held on the whole organisation.
    """
    from pmo.core.models import Grant

    def make(username: str, *, role: str | None = None, on: Any = None, **fields: Any) -> Any:
        user = get_user_model().objects.create_user(username, password="not-a-real-password", **fields)
        if role:
            scope = type(on).__name__.lower() if on else "organisation"
            Grant.objects.create(user=user, role=role, scope=scope, **({scope: on} if on else {}))
        return user

    return make
