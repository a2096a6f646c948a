"""A machine for the services of docker-compose.yml, with a PostgreSQL database and a Redis database of its own."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from tests.services.production.composition import Machine

VARIABLES = {
    "SECRET_KEY": "not-secret-but-long-and-varied-0123456789-abcdefghijk",
    "ALLOWED_HOSTS": "vigie.example",
    "CSRF_TRUSTED_ORIGINS": "https://vigie.example",
    "POSTGRES_PASSWORD": "a pass/word: with @ all?",
    "VIGIE_METRICS_TOKEN": "a-token-for-the-scraper",
}


@pytest.fixture
def database_url() -> Iterator[str]:
    """An empty database beside the one of the tests, dropped afterwards."""
    given = urlsplit(os.environ["DATABASE_URL"])
    name = f"vigie_production_{os.getpid()}"
    administration = psycopg2.connect(given._replace(path="/postgres").geturl())
    administration.autocommit = True
    with administration.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    yield given._replace(path=f"/{name}").geturl()
    with administration.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    administration.close()


@pytest.fixture
def machine(broker: redis.Redis, database_url: str) -> Iterator[Machine]:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # pytest's own folders are closed to the user that the services run as
        machine = Machine(Path(folder), database_url, os.environ["REDIS_URL"], VARIABLES)
        yield machine
        machine.stop()
