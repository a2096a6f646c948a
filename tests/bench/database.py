"""A database of the bench's own: made by it, known by a mark, and dropped at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection
from psycopg2.sql import SQL, Identifier, Literal

SERVER = os.environ.get("BENCH_SERVER_URL", "postgres://postgres@127.0.0.1:5432/postgres")
MARK = "made by the bench of Vigie, which drops it"


class NotOurs(Exception):
    """A database of that name is there and does not carry the mark."""


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """Make an empty database and give its address; one left behind by a bench that was killed is made anew.

    ``random_page_cost`` is that of docker-compose.yml: on solid-state storage a random page costs hardly more.

    :raises NotOurs: when the name belongs to something else, which is left as it is.
    """
    with _server() as server:
        _drop(server, name)
        _say(server, SQL("CREATE DATABASE {}").format(Identifier(name)))
        _say(server, SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(name), Literal(MARK)))
        _say(server, SQL("ALTER DATABASE {} SET random_page_cost = 1.1").format(Identifier(name)))
    try:
        yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    finally:
        with _server() as server:
            _drop(server, name)


def _drop(server: connection, name: str) -> None:
    with server.cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        found = cursor.fetchone()
    if found is None:
        return
    if found[0] != MARK:
        raise NotOurs(f"the database {name} was not made by the bench: choose another name")
    _say(server, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _say(server: connection, statement: SQL) -> None:
    with server.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def _server() -> Iterator[connection]:
    opened = psycopg2.connect(SERVER)
    try:
        opened.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        yield opened
    finally:
        opened.close()
