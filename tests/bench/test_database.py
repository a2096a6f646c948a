"""The bench makes a database of its own and touches no other; asked only where there is a PostgreSQL."""

import os
from collections.abc import Iterator

import psycopg2
import pytest

from tests.bench.database import MARK, SERVER, NotOurs, own_database

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="no PostgreSQL: set DATABASE_URL"
)
NAME = f"vigie_bench_test_{os.getpid()}"


@pytest.fixture
def server() -> Iterator[psycopg2.extensions.connection]:
    opened = psycopg2.connect(SERVER)
    opened.autocommit = True
    yield opened
    with opened.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
    opened.close()


def there(server: psycopg2.extensions.connection) -> bool:
    with server.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        return cursor.fetchone() is not None


def test_a_database_of_somebody_else_is_left_as_it_is(server: psycopg2.extensions.connection) -> None:
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")
    with pytest.raises(NotOurs, match=NAME), own_database(NAME):
        pass
    assert there(server)


def work_and_fail() -> None:
    with own_database(NAME) as address, psycopg2.connect(address) as opened, opened.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [NAME])
        assert cursor.fetchone() == (MARK,)
        raise ZeroDivisionError


def test_its_own_is_marked_set_up_and_dropped_even_after_a_fault(server: psycopg2.extensions.connection) -> None:
    with pytest.raises(ZeroDivisionError):
        work_and_fail()
    assert not there(server)


def test_one_left_behind_by_a_killed_bench_is_made_anew(server: psycopg2.extensions.connection) -> None:
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")
        cursor.execute(f"COMMENT ON DATABASE {NAME} IS %s", [MARK])
    with own_database(NAME):
        assert there(server)
    assert not there(server)
