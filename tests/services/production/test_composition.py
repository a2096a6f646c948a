"""The very commands of docker-compose.yml, run by hand: each service starts, is healthy, works and ends when asked."""

import json
import os
import re
import signal
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import redis
from django_guid import clear_guid, set_guid

from reporting.tasks import sweep_dirty
from tests.services.processes import wait_until
from tests.services.production.composition import Machine, Service
from tests.services.production.conftest import VARIABLES


def ask(machine: Machine, path: str, **headers: str) -> tuple[int, str]:
    """As the proxy before the web server asks."""
    request = urllib.request.Request(f"http://127.0.0.1:{machine.port}{path}")
    for name, value in {"Host": "vigie.example", "X-Forwarded-Proto": "https", **headers}.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read().decode()
    except HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def lines(service: Service) -> list[dict[str, object]]:
    """Its log, of which every line is JSON but what Celery says aloud when it is asked to end."""
    spoken = ("", "worker: Warm shutdown (MainProcess)")
    return [json.loads(line) for line in service.output().splitlines() if line not in spoken]


def assert_nothing_is_told(service: Service) -> None:
    output = service.output()
    assert [name for name, value in VARIABLES.items() if value in output and name != "ALLOWED_HOSTS"] == []


def test_the_services_start_in_order_work_and_end(machine: Machine, broker: redis.Redis) -> None:
    migrate = machine.service("migrate")
    assert migrate.run() == 0, migrate.output()
    web, worker, beat = (machine.service(name).start() for name in ("web", "worker", "beat"))
    for service in (web, worker, beat):
        assert service.becomes_healthy(), service.output()

    status, page = ask(machine, "/login/")
    assert status == 200
    stylesheet = re.search(r'href="(/static/css/[^"]+)"', page)[1]  # type: ignore[index]
    assert re.search(r"\.[0-9a-f]{12}\.css$", stylesheet)
    assert ask(machine, stylesheet)[0] == 200
    assert json.loads(ask(machine, "/health/ready", Host="10.0.0.9", X_Forwarded_Proto="http")[1]) == {
        "status": "ready",
        "database": "ok",
        "migrations": "applied",
        "broker": "ok",
    }
    assert ask(machine, "/metrics")[0] == 404
    metrics = ask(machine, "/metrics", Authorization=f"Bearer {VARIABLES['VIGIE_METRICS_TOKEN']}")[1]
    assert 'vigie_queue_depth{queue="rollup"}' in metrics
    assert re.search(r'vigie_http_requests_total\{method="GET",route="[\w:]*login",status="200"\} 1\.0', metrics)

    set_guid("from-a-request-1")
    sweep_dirty.delay()
    clear_guid()
    wait_until(lambda: "from-a-request-1" in worker.output(), what="the task of that request")

    for service in (beat, worker, web):
        assert service.stop() == 0, service.output()
        assert lines(service)
        assert_nothing_is_told(service)
    asked = [line for line in lines(web) if line.get("path") == "/login/"]
    assert [(line["method"], line["status"]) for line in asked] == [("GET", 200)]


def test_a_worker_that_is_replaced_leaves_its_counts_to_the_next(machine: Machine) -> None:
    machine.service("migrate").run()
    web = machine.service("web")
    web.environment["WEB_CONCURRENCY"] = "1"
    web.start()
    assert web.becomes_healthy()
    token = f"Bearer {VARIABLES['VIGIE_METRICS_TOKEN']}"

    def counted() -> list[str]:
        return re.findall(
            r'.*route="core:health-live",status="200"\} (.*)', ask(machine, "/metrics", Authorization=token)[1]
        )

    ask(machine, "/health/live")
    before = counted()
    (worker,) = children(web)
    os.kill(worker, signal.SIGTERM)
    wait_until(lambda: children(web) not in ([], [worker]), what="another worker")
    ask(machine, "/health/live")
    assert (before, counted()) == (["1.0"], ["2.0"])
    folder = next(machine.scratch.glob("vigie-metrics-*"))
    assert sorted(path.name for path in folder.glob("*_w*.db")) == ["counter_w0.db", "histogram_w0.db"]
    assert web.stop() == 0
    assert not folder.exists()


def children(service: Service) -> list[int]:
    assert service.process is not None
    pid = service.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_web_server_waits_for_its_migrations_and_says_so(machine: Machine) -> None:
    web = machine.service("web").start()
    wait_until(lambda: "Listening at" in web.output(), what="the web server")
    assert not web.is_healthy()
    assert json.loads(ask(machine, "/health/ready")[1])["migrations"] == "missing"
    assert ask(machine, "/health/live")[0] == 200
    assert web.stop() == 0


def test_without_a_key_nothing_starts(machine: Machine) -> None:
    for name in ("migrate", "web", "worker", "beat"):
        service = machine.service(name)
        service.environment["SECRET_KEY"] = "short"
        assert service.run(timeout=30) != 0
        assert "Set SECRET_KEY" in service.output()
