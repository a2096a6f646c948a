"""Two programs that send the same at the same moment: it is written once, and both hear what became of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import redis
from django.db import connections

from projects.models import Project, Risk
from tests import factories as f
from tests.calls import Api

DAY = "2026-01-02"


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait(10)
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_twins_of_a_batch_write_each_row_once(broker: redis.Redis) -> None:
    manager = f.make_member("project_manager", f.make_project("ALPHA"))
    items = [
        {"external_id": str(number), "project": "ALPHA", "title": f"R{number}", "raised_on": DAY}
        for number in range(20)
    ]
    apis = [Api(manager) for _ in range(4)]
    answers = at_once(
        *(lambda api=api: api.post("risks/upsert/", {"source": "sap", "items": items}).json() for api in apis)
    )
    assert sorted((answer["created"], answer["unchanged"]) for answer in answers) == [(0, 20)] * 3 + [(20, 0)]
    assert Risk.objects.count() == 20


def test_twins_with_one_key_get_one_answer(broker: redis.Redis) -> None:
    manager = f.make_member("project_manager", f.make_project("ALPHA"))
    sent = {"project": "ALPHA", "title": "Fire", "raised_on": DAY}
    apis = [Api(manager) for _ in range(4)]
    answers = at_once(*(lambda api=api: api.post("risks/", sent, key="once") for api in apis))
    assert {(answer.status_code, answer.json()["id"]) for answer in answers} == {(201, str(Risk.objects.get().uuid))}
    assert sum(answer.has_header("Idempotent-Replayed") for answer in answers) == 3


def test_twins_of_a_project_leave_one(broker: redis.Redis) -> None:
    office, home = f.make_member("pmo_manager"), f.make_portfolio("HOME")
    new = {"external_id": "1", "code": "NEW", "name": "New", "portfolio": home.code}
    apis = [Api(office) for _ in range(4)]
    answers = at_once(
        *(lambda api=api: api.post("projects/upsert/", {"source": "sap", "items": [new]}) for api in apis)
    )
    assert {answer.status_code for answer in answers} <= {200, 422}
    assert sum(answer.json().get("created", 0) for answer in answers) == 1
    assert Project.objects.count() == 1
