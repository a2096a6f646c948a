"""Webhooks with real workers: everything arrives, signed, whatever fails or dies on the way."""

from collections.abc import Callable, Iterator

import pytest
import redis
from django.utils import timezone

from pmo.core.actions.organisation import edit_organisation
from pmo.core.engine.webhooks import signature
from pmo.core.models import WebhookDelivery
from tests.factories import NOON, WEBHOOK_SECRET, make_webhook
from tests.receiver import Receiver, receiving
from tests.services.processes import CeleryProcess, wait_until


@pytest.fixture(autouse=True)
def _loopback_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the processes that the test starts."""
    monkeypatch.setenv("VIGIE_WEBHOOK_NETWORKS", "127.0.0.0/8")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def write(name: str) -> None:
    edit_organisation(values={"name": name}, by=None, at=timezone.now())


def identities(receiver: Receiver) -> list[str]:
    return [got.headers["Vigie-Delivery"] for got in receiver.received]


def let_time_pass() -> None:
    """As if every wait, and every lease of a sender that died, had run out."""
    WebhookDelivery.objects.exclude(next_try_at=None).update(next_try_at=NOON)


def all_delivered() -> bool:
    return not WebhookDelivery.objects.exclude(state="delivered").exists()


def attempts(number: int) -> Callable[[], bool]:
    return lambda: WebhookDelivery.objects.filter(state="failed", attempts=number).exists()


def test_a_receiver_that_fails_twice_gets_it_the_third_time(
    broker: redis.Redis, worker: CeleryProcess, beat: CeleryProcess, receiver: Receiver
) -> None:
    receiver.statuses = [500, 503, 200]
    make_webhook(url=receiver.url)
    write("Armor")
    wait_until(attempts(1), what="the first failure")
    let_time_pass()
    wait_until(attempts(2), what="the second failure")
    let_time_pass()
    wait_until(all_delivered, what="the delivery")
    delivery = WebhookDelivery.objects.get()
    assert (delivery.attempts, delivery.status, delivery.event) == (3, 200, "organisation.edited")
    assert identities(receiver) == [str(delivery.uuid)] * 3
    for got in receiver.received:
        at, _, signed = got.headers["Vigie-Signature"].partition(",v1=")
        assert signed == signature(WEBHOOK_SECRET, int(at.removeprefix("t=")), got.body)
        assert got.body == delivery.body.encode()


def test_a_worker_killed_while_it_sends_loses_nothing_and_doubles_carry_the_same_identity(
    worker: CeleryProcess, beat: CeleryProcess, celery_process: Callable[..., CeleryProcess], receiver: Receiver
) -> None:
    make_webhook(url=receiver.url)
    receiver.open.clear()
    write("Name 0")
    wait_until(lambda: bool(receiver.received), what="the first message")
    worker.kill()
    receiver.open.set()
    for number in range(1, 20):
        write(f"Name {number}")
    let_time_pass()
    celery_process("worker", "-Q", "interactive", "-c", "1", "-l", "INFO", ready=" ready.")
    wait_until(all_delivered, what="every delivery")
    expected = {str(uuid) for uuid in WebhookDelivery.objects.values_list("uuid", flat=True)}
    assert (len(expected), set(identities(receiver))) == (20, expected)
    assert identities(receiver).count(identities(receiver)[0]) == 2


def test_a_queue_emptied_with_the_broker_is_made_good(
    broker: redis.Redis, celery_process: Callable[..., CeleryProcess], beat: CeleryProcess, receiver: Receiver
) -> None:
    make_webhook(url=receiver.url)
    write("Armor")
    broker.flushdb()
    celery_process("worker", "-Q", "interactive", "-c", "1", "-l", "INFO", ready=" ready.")
    wait_until(all_delivered, what="the delivery")
    assert len(receiver.received) == 1
