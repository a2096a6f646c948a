"""Telling another program what was written: who listens, and what was sent to whom."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo.core.enums import DeliveryFault, DeliveryState
from pmo.core.models.record import Record

OPEN = (DeliveryState.WAITING, DeliveryState.FAILED)


class Webhook(Record):
    """An address that hears of writes, as far as its owner sees what was written.

    ``events`` are patterns such as ``risk.*``. ``secret`` is sealed (:mod:`pmo.core.secrets`); ``former_secret`` signs
    too, until ``former_secret_until``. The last three fields are bookkeeping of the sender, without version or audit.
    """

    unaudited = frozenset({"secret", "former_secret", "former_secret_until", "failing_since", "resting_until"})

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="webhooks", verbose_name=_("sees what this person sees")
    )
    name = models.CharField(_("name"), max_length=120)
    url = models.CharField(_("address"), max_length=1000)
    events = models.JSONField(_("events"), default=list)
    active = models.BooleanField(_("active"), default=True)
    secret = models.TextField(editable=False)
    former_secret = models.TextField(editable=False, blank=True, default="")
    former_secret_until = models.DateTimeField(null=True, editable=False)
    switched_off_at = models.DateTimeField(_("switched off"), null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    resting_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event on its way to one webhook; the outbox and the log in one. ``body`` is what is signed and sent.

    ``uuid`` stays the same however often it is sent, ``event_id`` is the same for every webhook that hears of the
    event. ``entry`` is empty for a test. ``next_try_at`` is also the lease of whoever is sending it now.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", db_index=False)
    entry = models.ForeignKey("core.AuditEntry", models.PROTECT, null=True, related_name="+", db_index=False)
    event_id = models.UUIDField()
    event = models.CharField(max_length=100)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_index=True)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=20, choices=DeliveryFault, blank=True, default="")
    detail = models.CharField(max_length=300, blank=True, default="")
    excerpt = models.TextField(blank=True, default="")
    milliseconds = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="delivery_due"),
            models.Index(fields=["webhook", "-id"], name="delivery_log"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN, next_try_at__isnull=False, ended_at=None)
                | (~Q(state__in=OPEN) & Q(next_try_at=None, ended_at__isnull=False)),
                name="delivery_is_due_or_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook_id}"
