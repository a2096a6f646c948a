"""Supervisors learn whether the process lives and can serve, by any host name, over plain HTTP, and nothing secret."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.factories import make_user

READY = {"status": "ready", "database": "ok", "migrations": "applied", "broker": "none"}


@pytest.fixture(autouse=True)
def _no_redis(settings: Any) -> None:
    settings.REDIS_URL = ""


@contextmanager
def silent_port() -> Iterator[int]:
    """A port that takes connections and never answers, as a frozen Redis does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_live_process_says_so_without_asking_the_database(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_it_is_ready_with_a_database_whose_migrations_are_applied(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, READY)


@pytest.mark.django_db
def test_it_is_not_ready_while_a_migration_is_missing(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("core", "0003_audit_append_only")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (
        503,
        READY | {"status": "not ready", "migrations": "missing"},
    )


def test_it_is_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise OperationalError("could not connect as vigie with password hunter2")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (
        503,
        READY | {"status": "not ready", "database": "down", "migrations": "unknown"},
    )


@pytest.mark.django_db
def test_a_broker_that_is_away_or_frozen_is_told_and_not_required(client: Client, settings: Any) -> None:
    with silent_port() as port:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        frozen = client.get("/health/ready")
    away = client.get("/health/ready")
    for response in (frozen, away):
        assert (response.status_code, response.json()) == (200, READY | {"broker": "down"})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
@pytest.mark.parametrize("served", [["vigie.example"], [".vigie.example"], ["*"]])
def test_a_probe_may_come_by_any_name_and_over_plain_http(
    client: Client, settings: Any, address: str, served: list[str]
) -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = served, True
    response = client.get(address, headers={"host": "10.1.2.3:8000"})
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_other_pages_still_refuse_a_strange_name(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["vigie.example"]
    assert client.get("/help/", headers={"host": "10.1.2.3:8000"}).status_code == 400


@pytest.mark.django_db
def test_probes_cost_the_same_whoever_asks(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(make_user())
    with django_assert_num_queries(0):
        client.get("/health/live")
    client.get("/health/ready")
    with django_assert_num_queries(2):  # is there a table of migrations, and which are applied
        client.get("/health/ready")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_a_probe_reads_and_does_nothing_else(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
