"""Prometheus reads what is counted and what waits, with the token and only with it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from pmo.core.models import JobRun
from pmo.core.queue import broker
from projects.models import DirtyMark
from tests.factories import make_member, make_project

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-the-scraper"


@pytest.fixture(autouse=True)
def _guarded(settings: Any) -> None:
    settings.METRICS_TOKEN, settings.REDIS_URL = TOKEN, ""


def scrape(client: Client) -> dict[str, float]:
    """Each series with its value."""
    response = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    lines = response.content.decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


@pytest.mark.parametrize("header", [None, "", "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
def test_without_the_token_there_is_nothing(client: Client, header: str | None) -> None:
    client.force_login(make_member("administrator"))
    headers = {} if header is None else {"authorization": header}
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("header", ["Bearer ", "Bearer", f"Bearer {TOKEN}"])
def test_an_installation_without_a_token_has_no_metrics(client: Client, settings: Any, header: str) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": header}).status_code == 404


def test_marks_are_told_with_the_age_of_the_oldest(client: Client) -> None:
    now = timezone.now()
    for minutes, dirty, parked in ((1, 1, False), (2, 3, False), (10, 1, True), (60, 0, False)):
        marked_at = now - timedelta(minutes=minutes)
        DirtyMark.objects.create(project=make_project(), dirty=dirty, parked=parked, marked_at=marked_at)
    found = scrape(client)
    assert found['vigie_dirty_marks{state="waiting"}'] == 2
    assert found['vigie_dirty_marks{state="parked"}'] == 1
    assert 120 <= found["vigie_rollup_lag_seconds"] < 600 <= found["vigie_oldest_dirty_mark_seconds"] < 3600


def test_where_nothing_waits_the_ages_are_zero_and_every_state_is_there(client: Client) -> None:
    JobRun.objects.create(kind="import", title="A file", state="failed")
    found = scrape(client)
    assert found["vigie_rollup_lag_seconds"] == found["vigie_oldest_dirty_mark_seconds"] == 0
    jobs = {name: value for name, value in found.items() if name.startswith("vigie_jobs")}
    assert jobs['vigie_jobs{state="failed"}'] == sum(jobs.values()) == 1
    assert jobs['vigie_jobs{state="queued"}'] == 0


def test_a_queue_nobody_can_ask_about_is_absent_and_not_empty(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [name for name in scrape(client) if name.startswith(("vigie_queue", "vigie_broker"))] == []
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    found = scrape(client)
    assert found["vigie_broker_up"] == 0
    assert [name for name in found if name.startswith("vigie_queue")] == []
    monkeypatch.setattr("reporting.queries.operations.broker_state", lambda: broker.BrokerState.OK)
    monkeypatch.setattr("reporting.queries.operations.queue_depths", lambda: {"rollup": 7})
    found = scrape(client)
    assert (found["vigie_broker_up"], found['vigie_queue_depth{queue="rollup"}']) == (1, 7)


def test_requests_are_counted_by_route_and_not_by_address(client: Client) -> None:
    project = make_project()
    client.force_login(make_member("reader"))
    series = 'vigie_http_requests_total{method="GET",route="reporting:project",status="200"}'
    timed = 'vigie_http_request_duration_seconds_count{route="reporting:project"}'
    before = scrape(client)
    client.get(f"/projects/{project.code}/")
    client.get("/no/such/page/1/")
    after = scrape(client)
    assert after[series] - before.get(series, 0) == 1
    assert after[timed] - before.get(timed, 0) == 1
    assert [name for name in after if project.code in name or "such" in name] == []


def test_no_visitor_makes_the_counts_grow(client: Client) -> None:
    client.generic("FIRST", "/a/")
    before = set(scrape(client))
    for number in range(20):
        client.generic(f"METHOD{number}", f"/invented/{number}/")
        list(client.get(f"/static/invented-{number}.css"))
        client.get("/login/", headers={"host": f"h{number}.example"})
    new = {name for name in set(scrape(client)) - before if not re.search(r'status="4|static|route="none"', name)}
    assert new == set()


def test_every_queue_that_tasks_are_routed_to_is_asked_about(settings: Any) -> None:
    settings.CELERY_TASK_ROUTES = {"a.*": {"queue": "rollup"}, "b.*": {"queue": "import"}, "c.*": {"queue": "rollup"}}
    assert broker.queues() == ["import", "interactive", "rollup"]


def test_without_the_database_the_counts_are_still_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert scrape(client)["vigie_database_up"] == 1

    def refuse(**given: object) -> None:
        raise OperationalError("no connection")

    monkeypatch.setattr("reporting.views.metrics.operations", refuse)
    found = scrape(client)
    assert found["vigie_database_up"] == 0
    assert [name for name in found if name.startswith("vigie_http_requests_total")]
    assert [name for name in found if re.match("vigie_(dirty|jobs|sessions|rollup|queue)", name)] == []
