"""The API against the barest views that could give the same, on the same rows, one after the other."""

import json
from http.client import HTTPConnection

from pmo.core.models import User
from pmo.core.roles import Role
from portfolio.models import Programme
from projects.models import Project
from tests.bench.clients import WARM_UP, Answers, get, in_parallel, one_by_one
from tests.bench.organisation import SMALL, make_member, token_of
from tests.bench.precomputed import keep_rollup
from tests.bench.servers import Web, web
from tests.bench.setting import Setting

CLIENTS = 4
ONE_BY_ONE = 200
LIST = "/api/v1/projects/?page_size=100"
BEST_ELSEWHERE = 12.5
"""Requests a second of the fastest of Taiga, Redmine and Plane, measured on this kind of machine."""


def run(setting: Setting) -> None:
    everybody = make_member("bench-list", Role.PMO_MANAGER)
    thousand = make_member("bench-rollup", Role.PMO_MANAGER, SMALL)
    keep_rollup(thousand)
    rivals = _rivals(setting)
    with web(dict(setting.environment), setting.folder / "api.log") as server:
        _list(setting, server, everybody, rivals)
        _rollup(setting, server, thousand, rivals)
        _creates(setting, server, everybody)
        detail = get(f"/api/v1/projects/{Project.objects.order_by('pk')[17].uuid}/", token_of(everybody))
        _told(setting, "detail of a project", one_by_one(server.port, detail, ONE_BY_ONE), goal=None)


def _rivals(setting: Setting) -> dict[str, Answers]:
    with web(dict(setting.environment), setting.folder / "rivals.log", "tests.bench.rival_wsgi") as server:
        loads = {name: _asked(setting, server, f"/{name}/", {}) for name in ("bare", "serializer")}
        return loads | {"precomputed": one_by_one(server.port, get("/precomputed/", {}), ONE_BY_ONE)}


def _asked(setting: Setting, server: Web, path: str, headers: dict[str, str]) -> Answers:
    """By all clients at once; what a request cost the server stands beside its answers."""
    used = server.processor_seconds()
    answers = in_parallel(server.port, get(path, headers), clients=CLIENTS, seconds=setting.seconds)
    each = 1000 * (server.processor_seconds() - used) / (len(answers.seconds) + CLIENTS * WARM_UP)
    setting.found("api", f"{path}, processor time of the web server", each, "ms")
    return answers


def _list(setting: Setting, server: Web, user: User, rivals: dict[str, Answers]) -> None:
    ours = _asked(setting, server, LIST, token_of(user))
    assert not ours.errors, f"{ours.errors} errors"
    bare, serializer = rivals["bare"].rate, rivals["serializer"].rate
    setting.found(
        "api", "100 of the projects / bare values() and orjson", ours.rate / bare, "×", goal=0.5, at_least=True
    )
    setting.found("api", "ModelSerializer / bare values() and orjson", serializer / bare, "×")
    setting.found(
        "api", "100 of the projects / best elsewhere", ours.rate / BEST_ELSEWHERE, "×", goal=10.0, at_least=True
    )
    for name, rate in (("Vigie", ours.rate), ("bare", bare), ("ModelSerializer", serializer)):
        setting.found("api", f"list of 100, {CLIENTS} clients: {name}", rate, "/s")


def _rollup(setting: Setting, server: Web, user: User, rivals: dict[str, Answers]) -> None:
    ours = one_by_one(server.port, get("/api/v1/rollup/?scope=organisation", token_of(user)), ONE_BY_ONE)
    ratio = ours.p95_ms / rivals["precomputed"].p95_ms
    setting.found("api", f"roll-up over {setting.small:,} projects / one stored row, p95", ratio, "×", goal=7.5)
    _told(setting, f"roll-up over {setting.small:,} projects", ours, goal=15.0)
    _told(setting, "the same, precomputed in one row", rivals["precomputed"], goal=2.0)


def _creates(setting: Setting, server: Web, user: User) -> None:
    programme = Programme.objects.order_by("pk")[0]
    headers = {**token_of(user), "Content-Type": "application/json"}

    def create(connection: HTTPConnection, number: int) -> int:
        code = f"MADE-{number}" if number >= 0 else f"WARM-{-number}-{id(connection)}"
        body = {"code": code, "name": f"Project {number}", "programme": str(programme.uuid), "currency": "EUR"}
        connection.request("POST", "/api/v1/projects/", body=json.dumps(body), headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    ours = in_parallel(server.port, create, clients=CLIENTS, seconds=setting.seconds)
    assert not ours.errors, f"{ours.errors} errors"
    setting.found("api", f"audited creates, {CLIENTS} clients", ours.rate, "/s", goal=100.0, at_least=True)


def _told(setting: Setting, name: str, ours: Answers, goal: float | None) -> None:
    assert not ours.errors, f"{name}: {ours.errors} errors"
    setting.found("api", f"{name}, p95", ours.p95_ms, "ms", goal=goal, details={"median_ms": ours.p50_ms})
