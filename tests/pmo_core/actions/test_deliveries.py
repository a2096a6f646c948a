"""Deliveries: sent once or more, never to who may not hear, again after a failure, and not for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from pmo.core import audit
from pmo.core.actions import deliveries
from pmo.core.actions.deliveries import (
    KEPT,
    LEASE,
    PATIENCE,
    AlreadyWaiting,
    SilentWebhook,
    deliver,
    ping_webhook,
    prune_deliveries,
    send_again,
)
from pmo.core.engine.webhooks import signature
from pmo.core.errors import NotAllowed
from pmo.core.interop.webhooks import Answer
from pmo.core.models import AuditEntry, Webhook, WebhookDelivery
from pmo.core.queries.webhooks import due_ids
from tests.factories import (
    NOON,
    WEBHOOK_SECRET,
    grant_role,
    make_delivery,
    make_member,
    make_portfolio,
    make_project,
    make_risk,
    make_user,
    make_webhook,
)

pytestmark = pytest.mark.django_db
TAKEN = Answer(status=204, milliseconds=30)
REFUSED = Answer(status=500, fault="status", excerpt="out of order", milliseconds=30)
SILENT = Answer(fault="no_connection", detail="refused")


class Outside:
    """What stands in for the network: what was posted, and what is answered."""

    def __init__(self) -> None:
        self.answer = TAKEN
        self.posted: list[tuple[str, bytes, dict[str, str]]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        self.posted.append((url, body, headers))
        self.meanwhile()
        return self.answer


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    """No dice: waits are as long as they are on average."""
    made = Outside()
    monkeypatch.setattr(deliveries, "post", made.post)
    monkeypatch.setattr(deliveries, "_dice", lambda: 0.5)
    return made


def put_out(webhook: Webhook, obj: Any) -> WebhookDelivery:
    entry = audit.record(verb="edited", obj=obj, by=None, at=NOON, changes={})
    return WebhookDelivery.objects.get(webhook=webhook, entry=entry)


def after(delivery: WebhookDelivery) -> WebhookDelivery:
    delivery.refresh_from_db()
    return delivery


def seconds(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else (end - start).total_seconds()


def test_a_delivery_is_signed_posted_and_noted(outside: Outside) -> None:
    delivery = make_delivery(make_webhook(), body='{"a":"é"}')
    assert deliver(delivery_id=delivery.pk, at=NOON)
    ((url, body, headers),) = outside.posted
    assert (url, body) == ("https://receiver.example/hook", '{"a":"é"}'.encode())
    signed = signature(WEBHOOK_SECRET, int(NOON.timestamp()), body)
    assert headers == {
        "Content-Type": "application/json",
        "User-Agent": "Vigie-Webhooks/1",
        "Vigie-Event": "ping",
        "Vigie-Delivery": str(delivery.uuid),
        "Vigie-Signature": f"t={int(NOON.timestamp())},v1={signed}",
    }
    noted = after(delivery)
    assert (noted.state, noted.status, noted.attempts, noted.next_try_at) == ("delivered", 204, 1, None)
    assert (noted.tried_at, seconds(NOON, noted.ended_at)) == (NOON, 0.03)


def test_what_is_over_is_not_sent_again(outside: Outside) -> None:
    delivery = make_delivery(make_webhook())
    assert deliver(delivery_id=delivery.pk, at=NOON)
    assert not deliver(delivery_id=delivery.pk, at=NOON)
    assert not deliver(delivery_id=0, at=NOON)
    assert len(outside.posted) == 1


def test_while_one_sends_no_other_does(outside: Outside) -> None:
    delivery = make_delivery(make_webhook())
    outside.meanwhile = lambda: deliver(delivery_id=delivery.pk, at=NOON + LEASE - timedelta(seconds=1))
    deliver(delivery_id=delivery.pk, at=NOON)
    assert len(outside.posted) == 1


def test_a_sender_that_dies_leaves_it_to_the_next_under_the_same_identity(outside: Outside) -> None:
    delivery = make_delivery(make_webhook())

    def die() -> None:
        raise KeyboardInterrupt

    outside.meanwhile = die
    with pytest.raises(KeyboardInterrupt):
        deliver(delivery_id=delivery.pk, at=NOON)
    outside.meanwhile = lambda: None
    assert due_ids(at=NOON + LEASE - timedelta(seconds=1), limit=9) == []
    assert due_ids(at=NOON + LEASE, limit=9) == [delivery.pk]
    assert deliver(delivery_id=delivery.pk, at=NOON + LEASE)
    assert len({headers["Vigie-Delivery"] for _, _, headers in outside.posted}) == 1
    assert (after(delivery).state, after(delivery).attempts) == ("delivered", 2)


def test_a_late_failure_does_not_undo_what_another_delivered(outside: Outside) -> None:
    delivery = make_delivery(make_webhook())

    def overtaken() -> None:
        outside.meanwhile, outside.answer = (lambda: None), TAKEN
        deliver(delivery_id=delivery.pk, at=NOON + LEASE)
        outside.answer = REFUSED

    outside.meanwhile = overtaken
    deliver(delivery_id=delivery.pk, at=NOON)
    assert after(delivery).state == "delivered"


def test_it_is_tried_ten_times_ever_further_apart_and_then_given_up(outside: Outside) -> None:
    outside.answer = REFUSED
    delivery = make_delivery(make_webhook())
    at, waits = NOON, []
    while at is not None and len(waits) < 20:
        assert deliver(delivery_id=delivery.pk, at=at)
        noted = after(delivery)
        waits.append(seconds(at, noted.next_try_at))
        at = noted.next_try_at
    assert waits == [each and each + 0.03 for each in (10, 30, 90, 270, 810, 2430, 7290, 21870, 43200, None)]
    noted = after(delivery)
    assert (noted.state, noted.attempts, noted.status, noted.fault) == ("given_up", 10, 500, "status")
    assert noted.excerpt == "out of order"
    assert noted.ended_at is not None


def test_a_failed_one_is_due_again_later_and_not_before(outside: Outside) -> None:
    outside.answer = REFUSED
    delivery = make_delivery(make_webhook())
    deliver(delivery_id=delivery.pk, at=NOON)
    assert after(delivery).state == "failed"
    assert due_ids(at=NOON + timedelta(seconds=9), limit=9) == []
    assert due_ids(at=NOON + timedelta(seconds=11), limit=9) == [delivery.pk]


def test_a_silent_receiver_is_left_alone_and_an_answering_one_is_not(outside: Outside) -> None:
    dead, alive = make_webhook(), make_webhook()
    first, second, other = make_delivery(dead), make_delivery(dead), make_delivery(alive)
    outside.answer = SILENT
    deliver(delivery_id=first.pk, at=NOON)
    assert not deliver(delivery_id=second.pk, at=NOON)
    assert due_ids(at=NOON, limit=9) == [other.pk]
    assert due_ids(at=NOON + timedelta(seconds=10), limit=9) == [second.pk, other.pk, first.pk]
    outside.answer = REFUSED
    deliver(delivery_id=other.pk, at=NOON)
    alive.refresh_from_db()
    assert (alive.failing_since, alive.resting_until) == (NOON + timedelta(milliseconds=30), None)


def test_one_success_ends_the_failing(outside: Outside) -> None:
    hook = make_webhook(failing_since=NOON, resting_until=NOON)
    deliver(delivery_id=make_delivery(hook).pk, at=NOON)
    hook.refresh_from_db()
    assert (hook.failing_since, hook.resting_until) == (None, None)


def test_three_days_of_nothing_but_failures_switch_it_off(outside: Outside) -> None:
    outside.answer = SILENT
    hook = make_webhook(failing_since=NOON)
    just_before, then = NOON + PATIENCE - timedelta(seconds=1), NOON + PATIENCE + timedelta(hours=1)
    deliver(delivery_id=make_delivery(hook).pk, at=just_before)
    hook.refresh_from_db()
    assert hook.active
    deliver(delivery_id=make_delivery(hook).pk, at=then)
    hook.refresh_from_db()
    assert (hook.active, hook.switched_off_at) == (False, then)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.object_uuid) == ("switched off", None, hook.uuid)
    assert due_ids(at=then + timedelta(days=1), limit=9) == []


def test_a_paused_webhook_keeps_what_waits(outside: Outside) -> None:
    hook = make_webhook(active=False)
    delivery = make_delivery(hook)
    assert not deliver(delivery_id=delivery.pk, at=NOON)
    Webhook.objects.update(active=True)
    assert deliver(delivery_id=delivery.pk, at=NOON)


def test_a_secret_that_cannot_be_read_is_said_so(outside: Outside) -> None:
    hook = make_webhook()
    Webhook.objects.update(secret="sealed by nobody")
    delivery = make_delivery(hook)
    deliver(delivery_id=delivery.pk, at=NOON)
    assert (after(delivery).state, after(delivery).fault) == ("failed", "secret")
    assert outside.posted == []


@pytest.mark.parametrize(
    ("role", "heard"),
    [("administrator", {"open", "secret", "person"}), ("executive", {"open", "secret"}), ("reader", {"open"})],
)
def test_the_owner_hears_only_of_what_they_see(outside: Outside, role: str, heard: set[str]) -> None:
    portfolio = make_portfolio()
    hook = make_webhook(make_member(role))
    told = {
        "open": make_risk(make_project(portfolio=portfolio)),
        "secret": make_risk(make_project(portfolio=portfolio, confidential=True)),
        "person": make_user(),
    }
    put = {name: put_out(hook, obj) for name, obj in told.items()}
    sent = {name for name, delivery in put.items() if deliver(delivery_id=delivery.pk, at=NOON)}
    assert sent == heard
    assert set(WebhookDelivery.objects.all()) == {put[name] for name in heard}
    assert len(outside.posted) == len(heard)


def test_what_became_confidential_meanwhile_is_not_told(outside: Outside) -> None:
    project = make_project()
    hook = make_webhook(make_member("reader", project.portfolio))
    delivery = put_out(hook, make_risk(project))
    outside.answer = REFUSED
    assert deliver(delivery_id=delivery.pk, at=NOON)
    project.confidential = True
    project.save()
    assert not deliver(delivery_id=delivery.pk, at=NOON + timedelta(hours=1))
    assert not WebhookDelivery.objects.exists()


def test_neither_is_anything_after_the_owner_has_left_or_lost_the_role(outside: Outside) -> None:
    project = make_project()
    leaver, demoted = make_member("reader", project), make_user()
    grant = grant_role(demoted, "reader", project)
    hooks = [make_webhook(leaver), make_webhook(demoted)]
    risk = make_risk(project)
    put = [put_out(hooks[0], risk), put_out(hooks[1], make_risk(project))]
    leaver.is_active = False
    leaver.save()
    grant.delete()
    assert [deliver(delivery_id=delivery.pk, at=NOON) for delivery in put] == [False, False]
    assert outside.posted == []


def test_a_test_is_sent_and_written_down(outside: Outside, django_capture_on_commit_callbacks: Any) -> None:
    hook, admin = make_webhook(), make_member("administrator")
    with django_capture_on_commit_callbacks(execute=True):
        delivery = ping_webhook(webhook=hook, by=admin, at=NOON)
    assert (after(delivery).state, delivery.entry, delivery.event) == ("delivered", None, "ping")
    assert [(entry.verb, entry.actor) for entry in AuditEntry.objects.all()] == [("tested", admin)]


@pytest.mark.parametrize("silence", ["paused", "the owner has left"])
def test_a_silent_webhook_sends_nothing_by_hand_either(silence: str) -> None:
    hook = make_webhook(active=False) if silence == "paused" else make_webhook(make_user(is_active=False))
    delivery = make_delivery(hook, state="given_up")
    with pytest.raises(SilentWebhook):
        ping_webhook(webhook=hook, by=None, at=NOON)
    with pytest.raises(SilentWebhook):
        send_again(delivery=delivery, by=None, at=NOON)
    assert [each.state for each in WebhookDelivery.objects.all()] == ["given_up"]
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("state", ["delivered", "given_up", "failed"])
def test_a_person_sends_it_again_under_the_same_identity(
    outside: Outside, django_capture_on_commit_callbacks: Any, state: str
) -> None:
    hook = make_webhook(resting_until=NOON + timedelta(hours=1))
    delivery = make_delivery(hook, state=state, attempts=10)
    with django_capture_on_commit_callbacks(execute=True):
        send_again(delivery=delivery, by=None, at=NOON)
    assert (after(delivery).state, after(delivery).attempts) == ("delivered", 1)
    assert outside.posted[0][2]["Vigie-Delivery"] == str(delivery.uuid)
    assert [(entry.verb, entry.object_uuid) for entry in AuditEntry.objects.all()] == [("sent again", hook.uuid)]


def test_what_waits_need_not_be_sent_again() -> None:
    with pytest.raises(AlreadyWaiting):
        send_again(delivery=make_delivery(make_webhook()), by=None, at=NOON)


def test_only_administrators_send() -> None:
    hook, manager = make_webhook(), make_member("pmo_manager")
    delivery = make_delivery(hook, state="given_up")
    with pytest.raises(NotAllowed):
        ping_webhook(webhook=hook, by=manager, at=NOON)
    with pytest.raises(NotAllowed):
        send_again(delivery=delivery, by=manager, at=NOON)
    assert [each.state for each in WebhookDelivery.objects.all()] == ["given_up"]
    assert not AuditEntry.objects.exists()


def test_after_thirty_days_it_is_forgotten_whatever_became_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "_CHUNK", 2)
    hook = make_webhook()
    kept = make_delivery(hook, created_at=NOON - KEPT)
    for state in ("waiting", "failed", "delivered", "given_up", "given_up"):
        make_delivery(hook, state=state, created_at=NOON - KEPT - timedelta(seconds=1))
    assert prune_deliveries(at=NOON) == 5
    assert list(WebhookDelivery.objects.all()) == [kept]
