"""Web and workers fit into a small machine: 700 MB for two web processes, two worker processes and the scheduler."""

import urllib.request
from pathlib import Path

import pytest

from reporting.tasks import refresh_all_daily
from tests.services.processes import wait_until
from tests.services.production.composition import Machine, Service
from tests.services.production.test_backup_drill import manage

MEGABYTES = 700
PAGES = (
    "/ /projects/ /portfolios/ /budgets/ /roadmap/ /kpis/ /reports/ /registers/risks/ /my-work/ /projects/?export=xlsx"
)
SIGN_IN = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from pmo.core.models import Grant, User
user = User.objects.create_user("warden", password="a long enough secret")
Grant.objects.create(user=user, role="administrator", scope="organisation")
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print("session:", session.session_key)
"""


def memory(service: Service) -> dict[str, float]:
    """Megabytes of each process of the service: its own pages, and its share of those it has in common with others."""
    assert service.process is not None
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, group = status.parent.name, status.read_text().rpartition(")")[2].split()[2]
            if int(group) == service.process.pid:
                lines = (status.parent / "smaps_rollup").read_text().splitlines()
                found[pid] = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
    return found


def look_around(machine: Machine, session: str) -> None:
    """Every large page, often enough that each process has shown each."""
    for path in PAGES.split() * 6:
        request = urllib.request.Request(f"http://127.0.0.1:{machine.port}{path}")
        request.add_header("Host", "vigie.example")
        request.add_header("X-Forwarded-Proto", "https")
        request.add_header("Cookie", f"__Host-session={session}")
        with urllib.request.urlopen(request, timeout=60) as response:
            assert (response.status, response.geturl().count("login")) == (200, 0)
            response.read()


def test_web_worker_and_scheduler_stay_small(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert machine.service("migrate").run() == 0
    manage(machine, "generate_portfolio", "--projects", "150")
    session = manage(machine, "shell", "--no-imports", "--command", SIGN_IN).split("session: ")[1].split()[0]
    services = {name: machine.service(name).start() for name in ("web", "worker", "beat")}
    for service in services.values():
        assert service.becomes_healthy(), service.output()
    look_around(machine, session)
    for _ in range(4):
        refresh_all_daily.delay()
    worker = services["worker"]
    wait_until(lambda: worker.output().count("facts of the day: 150") == 4, seconds=120, what="the roll-up")
    used = {name: memory(service) for name, service in services.items()}
    total = sum(sum(processes.values()) for processes in used.values())
    with capsys.disabled():
        print("\nmemory (PSS) after a warm-up")  # noqa: T201
        for name, processes in used.items():
            shares = " + ".join(f"{size:.0f}" for size in processes.values())
            print(f"  {name:7}{sum(processes.values()):6.0f} MB  ({shares})")  # noqa: T201
        print(f"  total  {total:6.0f} MB of {MEGABYTES}")  # noqa: T201
    assert (len(used["web"]), len(used["worker"])) == (3, 3)
    assert total < MEGABYTES
