"""Sending what waits for a webhook: at least once, again after a failure, and not for ever.

Nothing is sent inside a transaction. A sender takes a delivery by moving its next try one lease ahead, which only one
can do; if it dies, the lease runs out and the sweep finds the delivery again, with the same identity.
"""

from datetime import datetime, timedelta
from secrets import SystemRandom
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pmo.core import audit, outbox
from pmo.core.actions.editing import save_values
from pmo.core.actions.webhooks import require_administrator
from pmo.core.engine.webhooks import delay_after, rest_after, signature_header
from pmo.core.enums import DeliveryFault, DeliveryState
from pmo.core.errors import DomainError
from pmo.core.interop.webhooks import Answer, post
from pmo.core.models import User, Webhook, WebhookDelivery
from pmo.core.models.webhook import OPEN
from pmo.core.queries.webhooks import due_delivery, owner_may_hear, signing_secrets
from pmo.core.secrets import Unreadable
from pmo.core.signals import deliveries_waiting

LEASE = timedelta(seconds=60)  # several times what one exchange may take
PATIENCE = timedelta(days=3)
KEPT = timedelta(days=30)
_CHUNK = 5000
_dice = SystemRandom().random


class AlreadyWaiting(DomainError):
    """The delivery is about to be sent anyway."""


class SilentWebhook(DomainError):
    """It is paused, or its owner has left, so that nothing would be sent."""


def deliver(*, delivery_id: int, at: datetime) -> bool:
    """Send the delivery if it is due; whether anything was sent. What its owner may not hear of vanishes unsent."""
    delivery = due_delivery(delivery_id, at)
    if delivery is None:
        return False
    if not owner_may_hear(delivery):
        delivery.delete()
        return False
    lease = at + LEASE
    taken = WebhookDelivery.objects.filter(pk=delivery.pk, state__in=OPEN, next_try_at=delivery.next_try_at)
    if not taken.update(next_try_at=lease, attempts=F("attempts") + 1, tried_at=at):
        return False
    delivery.attempts += 1
    answer = _send(delivery, at)
    ended = at + timedelta(milliseconds=answer.milliseconds)
    with transaction.atomic():
        if answer.taken:
            _note_success(delivery, answer, ended)
        else:
            _note_failure(delivery, answer, ended, lease)
    return True


@transaction.atomic
def ping_webhook(*, webhook: Webhook, by: User | None, at: datetime) -> WebhookDelivery:
    """Put out a test that tells of nothing.

    :raises NotAllowed: without ADMINISTER on the organisation.
    :raises SilentWebhook: when nothing would be sent.
    """
    require_administrator(by)
    _require_voice(webhook)
    event_id = uuid4()
    actor = {"uuid": str(by.uuid) if by else None, "name": str(by) if by else "Vigie"}
    about = {"type": "webhook", "uuid": str(webhook.uuid), "project": None}
    body = outbox.body_of(event_id=event_id, event="ping", at=at.isoformat(), actor=actor, about=about)
    made = WebhookDelivery.objects.create(
        webhook=webhook, event_id=event_id, event="ping", body=body, next_try_at=at, created_at=at
    )
    audit.record(verb="tested", obj=webhook, by=by, at=at, changes={})
    _hand_over(made)
    return made


@transaction.atomic
def send_again(*, delivery: WebhookDelivery, by: User | None, at: datetime) -> WebhookDelivery:
    """Put an ended delivery out again, or bring a failed one forward; it keeps its identity.

    :raises NotAllowed: without ADMINISTER on the organisation.
    :raises SilentWebhook: when nothing would be sent.
    :raises AlreadyWaiting: when it was not tried yet.
    """
    require_administrator(by)
    stored = (
        WebhookDelivery.objects.select_for_update(of=("self",)).select_related("webhook__owner").get(pk=delivery.pk)
    )
    _require_voice(stored.webhook)
    if stored.state == DeliveryState.WAITING:
        raise AlreadyWaiting(_("This delivery is waiting to be sent."))
    stored.state, stored.attempts, stored.next_try_at, stored.ended_at = DeliveryState.WAITING, 0, at, None
    stored.save(update_fields=["state", "attempts", "next_try_at", "ended_at"])
    Webhook.objects.filter(pk=stored.webhook_id).update(resting_until=None)
    audit.record(verb="sent again", obj=stored.webhook, by=by, at=at, changes={"event": [None, stored.event]})
    _hand_over(stored)
    return stored


def prune_deliveries(*, at: datetime) -> int:
    """Forget what was put out more than 30 days ago, a part at a time; how many that was."""
    removed = 0
    while ids := list(WebhookDelivery.objects.filter(created_at__lt=at - KEPT).values_list("pk", flat=True)[:_CHUNK]):
        removed += WebhookDelivery.objects.filter(pk__in=ids).delete()[0]
    return removed


def _require_voice(webhook: Webhook) -> None:
    if not webhook.active:
        raise SilentWebhook(_("The webhook is paused."))
    if not webhook.owner.is_active:
        raise SilentWebhook(_("This person has left."))


def _hand_over(delivery: WebhookDelivery) -> None:
    transaction.on_commit(
        lambda: deliveries_waiting.send(sender=WebhookDelivery, delivery_ids=[delivery.pk], by_hand=True)
    )


def _send(delivery: WebhookDelivery, at: datetime) -> Answer:
    body = delivery.body.encode()
    try:
        secrets = signing_secrets(delivery.webhook, at)
    except Unreadable:
        return Answer(fault=DeliveryFault.SECRET)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Vigie-Webhooks/1",
        "Vigie-Event": delivery.event,
        "Vigie-Delivery": str(delivery.uuid),
        "Vigie-Signature": signature_header(secrets, int(at.timestamp()), body),
    }
    return post(delivery.webhook.url, body, headers)


def _note_success(delivery: WebhookDelivery, answer: Answer, at: datetime) -> None:
    open_still = WebhookDelivery.objects.filter(pk=delivery.pk, state__in=OPEN)
    open_still.update(state=DeliveryState.DELIVERED, next_try_at=None, ended_at=at, **_shown(answer))
    if delivery.webhook.failing_since is not None:
        Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None, resting_until=None)


def _note_failure(delivery: WebhookDelivery, answer: Answer, at: datetime, lease: datetime) -> None:
    """Plan the next try. A sender whose lease ran out says nothing: another one has the delivery now."""
    delay = delay_after(delivery.attempts, _dice())
    after = (
        {"state": DeliveryState.GIVEN_UP, "next_try_at": None, "ended_at": at}
        if delay is None
        else {"state": DeliveryState.FAILED, "next_try_at": at + delay}
    )
    WebhookDelivery.objects.filter(pk=delivery.pk, next_try_at=lease).update(**after, **_shown(answer))
    _note_failing(delivery.webhook_id, silent=answer.status is None, at=at)


def _note_failing(webhook_id: int, *, silent: bool, at: datetime) -> None:
    """Leave a silent receiver alone for a while; switch off a webhook that has only failed for three days."""
    webhook = Webhook.objects.select_for_update().filter(pk=webhook_id).first()
    if webhook is None:
        return
    since = webhook.failing_since or at
    webhook.failing_since = since
    if silent:
        webhook.resting_until = at + rest_after(at - since)
    webhook.save(update_fields=["failing_since", "resting_until"])
    if webhook.active and at - since >= PATIENCE:
        values = {"active": False, "switched_off_at": at}
        save_values(stored=webhook, values=values, by=None, at=at, verb="switched off")


def _shown(answer: Answer) -> dict[str, object]:
    return {
        "status": answer.status,
        "fault": answer.fault,
        "detail": answer.detail,
        "excerpt": answer.excerpt,
        "milliseconds": answer.milliseconds,
    }
