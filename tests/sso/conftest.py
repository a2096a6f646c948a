"""Vigie as a process of its own with single sign-on configured, and the providers it asks, in this process."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests

from tests.sso.openid_provider import CLIENT, SECRET, OpenIdProvider, openid_handler
from tests.sso.saml_provider import ENTITY, SamlProvider, certificate_of, saml_handler

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = """
from pmo.core.models import User
User.objects.create_user("ines", email="Ines@example.org")
User.objects.create_user("paul", email="paul@example.org")
User.objects.create_user("gone", email="gone@example.org", is_active=False)
User.objects.create_user("twin1", email="twins@example.org")
User.objects.create_user("twin2", email="twins@example.org")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler], port: int) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def _openid() -> Iterator[OpenIdProvider]:
    port = free_port()
    provider = OpenIdProvider(issuer=f"http://127.0.0.1:{port}")
    with serving(openid_handler(provider), port):
        yield provider


@pytest.fixture(scope="session")
def _saml() -> Iterator[tuple[SamlProvider, str]]:
    port = free_port()
    provider = SamlProvider()
    with serving(saml_handler(provider), port):
        yield provider, f"http://127.0.0.1:{port}/sso"


@pytest.fixture
def openid(_openid: OpenIdProvider) -> OpenIdProvider:
    """As good as new."""
    _openid.__init__(issuer=_openid.issuer, key=_openid.key)  # type: ignore[misc]
    return _openid


@pytest.fixture
def saml(_saml: tuple[SamlProvider, str]) -> SamlProvider:
    _saml[0].__init__(key=_saml[0].key)  # type: ignore[misc]
    return _saml[0]


class Vigie:
    """One installation; ``start`` gives the address of a web process of it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.database = folder / "vigie.sqlite3"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {
            **kept,
            "VIGIE_DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            **environment,
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self._manage("migrate", "--verbosity=0")
        self._manage("shell", "--command", PEOPLE)

    def start(self, **environment: str) -> str:
        port = free_port()
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment | environment, stderr=subprocess.DEVNULL)
        self.processes.append(process)
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return f"http://127.0.0.1:{port}"
            assert process.poll() is None, "the web process ended"
            time.sleep(0.1)
        raise AssertionError("the web process does not answer")

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
            process.wait(10)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.database) as connection:
            return connection.execute(statement, values).fetchall()

    def verbs(self, username: str) -> list[str]:
        statement = (
            "SELECT verb FROM core_auditentry WHERE object_uuid = (SELECT uuid FROM core_user WHERE username = ?)"
        )
        return [verb for (verb,) in self.rows(f"{statement} ORDER BY id", username)]

    def _manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)


@pytest.fixture(scope="session")
def vigie(
    _openid: OpenIdProvider, _saml: tuple[SamlProvider, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Vigie]:
    environment = {
        "VIGIE_OIDC_ISSUER": _openid.issuer,
        "VIGIE_OIDC_CLIENT_ID": CLIENT,
        "VIGIE_OIDC_CLIENT_SECRET": SECRET,
        "VIGIE_OIDC_NAME": "Harbour ID",
        "VIGIE_SAML_ENTITY_ID": ENTITY,
        "VIGIE_SAML_SSO_URL": _saml[1],
        "VIGIE_SAML_CERTIFICATE": certificate_of(_saml[0].key),
    }
    made = Vigie(tmp_path_factory.mktemp("sso"), environment)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def door(vigie: Vigie) -> str:
    """The address of a web process where an administrator creates people."""
    return vigie.start()


@pytest.fixture
def browser() -> Iterator[Callable[[], requests.Session]]:
    opened: list[requests.Session] = []

    def new() -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        opened.append(session)
        return session

    yield new
    for session in opened:
        session.close()
