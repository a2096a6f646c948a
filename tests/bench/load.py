"""The load of an organisation at work: fifty people, twenty requests a second, nine in ten of them reads."""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, RemoteDisconnected
from random import Random
from typing import Any

from django.db.models import Min
from django.utils import timezone

from pmo.core.models import User
from pmo.core.roles import Role
from portfolio.models import Portfolio
from projects.models import DirtyMark, Project
from tests.bench.clients import Answers, total
from tests.bench.organisation import SMALL, make_crowd, make_member, signed_in, token_of
from tests.bench.servers import web, worker_and_beat
from tests.bench.setting import Setting

ACTIVE, A_SECOND = 50, 20
SHARES = {"list": 30, "detail": 30, "dashboard": 20, "roll-up": 10, "save": 10}
GOALS_MS = {"list": 300.0, "detail": 300.0, "dashboard": 500.0, "save": 500.0}
ERRORS, LAG_SECONDS = 0.001, 10.0
GRACE = 10.0
Send = Callable[[HTTPConnection], int]


def run(setting: Setting) -> None:
    """Requests leave on a fixed beat, late answers or not; the time of each counts from when it was due."""
    crowd = make_crowd(setting.people - ACTIVE)
    assert crowd, "nobody is there beside the active people"
    active = [make_member(f"active-{n}", Role.PMO_ANALYST, SMALL) for n in range(ACTIVE)]
    plan = _plan(active, int(setting.load_minutes * 60 * A_SECOND))
    found: dict[str, Answers] = defaultdict(Answers)
    lags: list[float] = []
    with (
        worker_and_beat(dict(setting.environment), setting.folder),
        web(dict(setting.environment), setting.folder / "load.log") as server,
    ):
        connections = [HTTPConnection("127.0.0.1", server.port, timeout=60) for _ in range(ACTIVE)]
        for connection in connections:
            plan[0][1](connection)
        _send_all(plan, connections, found, lags)
    _tell(setting, found, lags, len(plan))


def _send_all(
    plan: Sequence[tuple[str, Send]], connections: list[HTTPConnection], found: dict[str, Answers], lags: list[float]
) -> None:
    """Each connection is one person's, who waits for an answer before asking again. What a server that cannot keep up
    has not let them ask when the time is over is not asked any more."""
    began = time.perf_counter()
    over = began + len(plan) / A_SECOND + GRACE

    def person(place: int) -> list[tuple[str, float, bool]]:
        answers = []
        for number in range(place, len(plan), ACTIVE):
            due = began + number / A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            if time.perf_counter() > over:
                break
            kind, send = plan[number]
            good = 200 <= send(connections[place]) < 400
            answers.append((kind, time.perf_counter() - due, good))
        return answers

    with ThreadPoolExecutor(ACTIVE) as pool:
        people = [pool.submit(person, place) for place in range(ACTIVE)]
        while not all(each.done() for each in people):
            lags.append(_lag())
            time.sleep(0.5)
    for kind, seconds, good in (answer for each in people for answer in each.result()):
        found[kind].errors += not good
        if good:
            found[kind].seconds.append(seconds)


def _lag() -> float:
    """How long the oldest change has waited for its numbers."""
    oldest = DirtyMark.objects.filter(dirty__gt=0).aggregate(oldest=Min("marked_at"))["oldest"]
    return (timezone.now() - oldest).total_seconds() if oldest else 0.0


def _tell(setting: Setting, found: Mapping[str, Answers], lags: Sequence[float], planned: int) -> None:
    for kind in SHARES:
        goal = GOALS_MS.get(kind)
        if not found[kind].seconds:
            continue
        setting.found("load", f"{kind}, p95", found[kind].p95_ms, "ms", goal=goal)
    whole = total(list(found.values()))
    sent = len(whole.seconds) + whole.errors
    setting.found("load", f"requests of {planned:,} that found no time", planned - sent, "", goal=0.0)
    setting.found("load", f"errors of {sent:,} requests", whole.errors / sent, "share", goal=ERRORS)
    setting.found("load", "longest wait of a change for its numbers", max(lags), "s", goal=LAG_SECONDS)


def _plan(active: Sequence[User], count: int) -> list[tuple[str, Send]]:
    """Always the same requests in the same order."""
    chance = Random(7)
    projects = list(Project.objects.filter(code__startswith=f"{SMALL}-", confidential=False).order_by("pk"))
    portfolios = list(Portfolio.objects.filter(code__startswith=f"{SMALL}-").values_list("code", flat=True))
    browsers, tokens = [signed_in(user) for user in active], [token_of(user) for user in active]
    plan = []
    for number in range(count):
        browser, token, project = browsers[number % ACTIVE], tokens[number % ACTIVE], chance.choice(projects)
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        sends: dict[str, Send] = {
            "list": _get(f"/projects/?page={chance.randint(1, 10)}", browser),
            "detail": _get(f"/projects/{project.code}/", browser),
            "dashboard": _get(f"/portfolios/{chance.choice(portfolios)}/", browser),
            "roll-up": _get(f"/api/v1/rollup/?scope=portfolio:{chance.choice(portfolios)}", token),
            "save": _save(project, number, token),
        }
        plan.append((kind, sends[kind]))
    return plan


def _get(path: str, headers: Mapping[str, str]) -> Send:
    def send(connection: HTTPConnection) -> int:
        return _answer(connection, "GET", path, None, headers)

    return send


def _save(project: Project, number: int, token: Mapping[str, str]) -> Send:
    """A new budget line: what makes numbers stale."""
    body: dict[str, Any] = {
        "label": f"Change {number}",
        "original": "1000",
        "current": "1000",
        "currency": project.currency,
    }
    headers = {**token, "Content-Type": "application/json"}

    def send(connection: HTTPConnection) -> int:
        line = {**body, "project": str(project.uuid)}
        return _answer(connection, "POST", "/api/v1/budget-lines/", json.dumps(line), headers)

    return send


def _answer(connection: HTTPConnection, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> int:
    """As a browser does, a connection that the server closed while nobody asked is opened again."""
    try:
        return _asked(connection, method, path, body, headers)
    except (BrokenPipeError, ConnectionResetError, RemoteDisconnected):
        connection.close()
        return _asked(connection, method, path, body, headers)


def _asked(connection: HTTPConnection, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> int:
    connection.request(method, path, body=body, headers=dict(headers))
    answer = connection.getresponse()
    answer.read()
    return answer.status
