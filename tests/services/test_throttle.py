"""Failed sign-ins are counted across web processes, many at once, while Redis is away."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import global_settings
from django.core.cache.backends.db import DatabaseCache

from pmo.core.models import AuditEntry, User
from tests.services.conftest import _database_url
from tests.services.processes import ROOT, wait_until

PASSWORD = "seven quiet harbours"
TRIES = 10
NOBODY_THERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def web(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """``web()`` starts a web process on the test's database, with a broker that does not answer; gives its address."""
    started: list[subprocess.Popen[bytes]] = []
    DatabaseCache("core_cache", {}).clear()  # no model's table, so Django leaves it when it empties the others

    def start() -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        places = {
            "DATABASE_URL": _database_url(),
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "VIGIE_DATA_DIR": str(tmp_path),
        }
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | places, stderr=subprocess.DEVNULL))
        wait_until(lambda: _listens(port), what="a web process listening")
        return f"http://127.0.0.1:{port}"

    yield start
    for process in started:
        process.terminate()
        process.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def try_at(address: str, password: str) -> str:
    with requests.Session() as session:
        session.trust_env = False
        session.get(f"{address}/login/")
        form = {"login": "ines", "password": password, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
        answer = session.post(f"{address}/login/", form, allow_redirects=False)
    if answer.status_code == 302:
        return "in"
    return "wrong" if "is not right" in answer.text else "locked"


@pytest.fixture
def ines(transactional_db: None, settings: Any) -> User:
    """Her password is hashed as the web processes know it, not as the other tests do for speed."""
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    return User.objects.create_user("ines", password=PASSWORD)


def test_no_more_than_ten_tries_are_looked_at_however_they_come(ines: User, web: Callable[[], str]) -> None:
    one, two = web(), web()
    with ThreadPoolExecutor(12) as many:
        answers = list(many.map(lambda n: try_at((one, two)[n % 2], f"wrong-{n}"), range(30)))
    assert set(answers) <= {"wrong", "locked"}
    assert answers.count("wrong") <= TRIES
    # Who could not wait for their turn to be counted was refused uncounted: use up what is left, one after another.
    for n in range(TRIES):
        try_at((one, two)[n % 2], "wrong")
    assert (try_at(one, PASSWORD), try_at(two, PASSWORD)) == ("locked", "locked")
    assert AuditEntry.objects.get().verb == "locked out"


def test_the_right_password_opens_while_redis_is_away(ines: User, web: Callable[[], str]) -> None:
    assert try_at(web(), PASSWORD) == "in"
