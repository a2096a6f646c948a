"""The pages people open most: how long they take one by one, and how many statements they ask."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pmo.core.models import User
from pmo.core.roles import Role
from portfolio.models import Portfolio
from projects.models import Project
from tests.bench.clients import WARM_UP, get, one_by_one
from tests.bench.organisation import SMALL, make_member, signed_in
from tests.bench.servers import web
from tests.bench.setting import Setting

TIMES = 60
DASHBOARD_GOAL = 250.0


def run(setting: Setting) -> None:
    """For a person who sees the first thousand projects."""
    user = make_member("bench-pages", Role.PMO_MANAGER, SMALL)
    headers = signed_in(user)
    with web(dict(setting.environment), setting.folder / "pages.log") as server:
        for name, (path, goal) in _pages().items():
            used = server.processor_seconds()
            answers = one_by_one(server.port, get(path, headers), TIMES)
            each = 1000 * (server.processor_seconds() - used) / (TIMES + WARM_UP)
            assert not answers.errors, f"{path}: {answers.errors} errors"
            details = {"median_ms": answers.p50_ms, "path": path}
            setting.found("pages", f"{name}, p95", answers.p95_ms, "ms", goal=goal, details=details)
            setting.found("pages", f"{name}, processor time of the web server", each, "ms")
            setting.found("pages", f"{name}, statements", _statements(user, path), "")


def _pages() -> dict[str, tuple[str, float | None]]:
    portfolio = Portfolio.objects.filter(code__startswith=f"{SMALL}-").order_by("pk")[0]
    project = Project.objects.filter(portfolio=portfolio).order_by("pk")[0]
    return {
        "dashboard of a portfolio": (f"/portfolios/{portfolio.code}/", DASHBOARD_GOAL),
        "dashboard of a thousand projects": ("/", None),
        "table of projects": ("/projects/", None),
        "page of a project": (f"/projects/{project.code}/", None),
    }


def _statements(user: User, path: str) -> int:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)
