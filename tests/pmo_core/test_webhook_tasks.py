"""What workers, beat and a shell do for webhooks."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import timezone

from pmo.core import tasks
from pmo.core.actions import deliveries
from pmo.core.interop.webhooks import Answer
from pmo.core.models import Webhook, WebhookDelivery
from tests.factories import make_delivery, make_webhook

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were posted to; everything is taken."""
    urls: list[str] = []

    def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
        urls.append(url)
        return Answer(status=200)

    monkeypatch.setattr(deliveries, "post", post)
    return urls


def states(webhook: Webhook) -> list[str]:
    return list(WebhookDelivery.objects.filter(webhook=webhook).order_by("pk").values_list("state", flat=True))


def in_a_minute() -> datetime:
    return timezone.now() + timedelta(minutes=1)


@pytest.mark.parametrize("sweep", [lambda: tasks.sweep_deliveries(), lambda: call_command("send_webhooks")])
def test_a_sweep_sends_whatever_is_due(posted: list[str], sweep: Any) -> None:
    hook = make_webhook()
    for fields in ({}, {"state": "failed", "attempts": 2}, {"next_try_at": in_a_minute()}, {"state": "given_up"}):
        make_delivery(hook, **fields)
    sweep()
    assert states(hook) == ["delivered", "delivered", "waiting", "given_up"]


def test_a_hint_sends_only_what_it_names_and_what_is_due(posted: list[str]) -> None:
    hook = make_webhook()
    due, later = make_delivery(hook), make_delivery(hook, next_try_at=in_a_minute())
    make_delivery(hook)
    tasks.send_deliveries(delivery_ids=[due.pk, later.pk, 0])
    assert states(hook) == ["delivered", "waiting", "waiting"]


def test_a_task_leaves_the_rest_when_its_time_is_over(posted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SECONDS_A_TASK", -1)
    hook = make_webhook()
    make_delivery(hook)
    tasks.sweep_deliveries()
    assert (states(hook), posted) == (["waiting"], [])


def test_old_deliveries_are_forgotten() -> None:
    hook = make_webhook()
    make_delivery(hook, state="delivered", created_at=timezone.now() - timedelta(days=31))
    make_delivery(hook, created_at=timezone.now() - timedelta(days=29))
    tasks.forget_deliveries()
    assert states(hook) == ["waiting"]


def test_beat_sweeps_and_forgets() -> None:
    planned = {entry["task"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.sweep_deliveries.name, tasks.forget_deliveries.name} <= planned
