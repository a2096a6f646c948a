"""What every test shares: a database in a file, files in a scratch folder, no network. Rows: tests/factories.py."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations
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


@pytest.fixture(scope="session", autouse=True)
def _flush_what_is_append_only() -> Iterator[None]:
    """After a test of several connections Django empties every table; the triggers would refuse for the audit trail."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def without_triggers(self: BaseDatabaseOperations, statements: list[str]) -> None:
        if self.connection.vendor == "postgresql":
            table = "ALTER TABLE core_auditentry"
            flush(self, [f"{table} DISABLE TRIGGER USER", *statements, f"{table} ENABLE TRIGGER USER"])
            return
        with self.connection.cursor() as cursor:
            triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        flush(self, [*(f"DROP TRIGGER {name}" for name, _ in triggers), *statements, *(sql for _, sql in triggers)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(autouse=True)
def _clean_surroundings(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Uploads go to a scratch folder; no cached value and no language leaks from one test to the next."""
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _tasks_run_at_once(request: pytest.FixtureRequest, settings: Any) -> None:
    """Queued work runs in the test itself, even where REDIS_URL is set; only tests/services has real workers.

    Celery reads Django's setting each time, before anything set on its own configuration.
    """
    settings.CELERY_TASK_ALWAYS_EAGER = request.node.get_closest_marker("services") is None


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in Vigie needs the network; a test that reaches for it fails where it does."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests measured (``record_property("figures", …)``), also where they ran in another process."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            told = [value for name, value in report.user_properties if name == "figures" and report.when == "call"]
            for text in told:
                terminalreporter.section(report.nodeid.split("::")[-1].replace("_", " "))
                terminalreporter.write_line(text)
