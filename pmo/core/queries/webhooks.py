"""Webhooks and what was sent for them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from pmo.core.models import Webhook, WebhookDelivery
from pmo.core.queries.audit import audit_visible_to
from pmo.core.secrets import unseal


def webhooks() -> "QuerySet[Webhook]":
    """All of them, with their owners."""
    return Webhook.objects.select_related("owner")


def delivery_log(webhook: Webhook, *, state: str = "", event: str = "") -> "QuerySet[WebhookDelivery]":
    """What was put out for the webhook, newest first; empty criteria are not applied."""
    log = webhook.deliveries.order_by("-pk")
    log = log.filter(state=state) if state else log
    return log.filter(event__startswith=event) if event else log


def due_ids(*, at: datetime, limit: int) -> list[int]:
    """Deliveries to be tried now, the longest due first."""
    due = WebhookDelivery.objects.filter(_at_work(at), next_try_at__lte=at)
    return list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit])


def due_delivery(pk: int, at: datetime) -> WebhookDelivery | None:
    """The delivery, with its webhook and owner, if it is to be tried now."""
    due = WebhookDelivery.objects.filter(_at_work(at), pk=pk, next_try_at__lte=at)
    return due.select_related("webhook__owner").first()


def owner_may_hear(delivery: WebhookDelivery) -> bool:
    """Whether the owner of the webhook still has an account, and sees what the delivery tells of."""
    owner = delivery.webhook.owner
    if not owner.is_active:
        return False
    return delivery.entry_id is None or audit_visible_to(owner).filter(pk=delivery.entry_id).exists()


def secret_of(webhook: Webhook) -> str:
    """The secret in plain text; shown once, after it was made.

    :raises pmo.core.secrets.Unreadable: when it was kept under another ``SECRET_KEY``.
    """
    return unseal(webhook.secret)


def signing_secrets(webhook: Webhook, at: datetime) -> Sequence[str]:
    """The secrets that sign at this moment: the present one, and the former one for a while.

    :raises pmo.core.secrets.Unreadable: when the present one was kept under another ``SECRET_KEY``.
    """
    secrets = [secret_of(webhook)]
    if webhook.former_secret_until is not None and webhook.former_secret_until > at:
        secrets.append(unseal(webhook.former_secret))
    return secrets


def _at_work(at: datetime) -> Q:
    """Deliveries of webhooks that are on, and not left alone for giving no answer."""
    rested = Q(webhook__resting_until=None) | Q(webhook__resting_until__lte=at)
    return Q(webhook__active=True) & rested
