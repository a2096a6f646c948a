"""Webhooks and the log of what was sent for them; for administrators."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.deliveries import ping_webhook, send_again
from pmo.core.actions.webhooks import (
    create_webhook,
    delete_webhook,
    edit_webhook,
    rotate_secret,
    set_webhook_active,
)
from pmo.core.api.serializers import Body, RecordRow, Reference, Row, staff
from pmo.core.api.writing import Amends, Creates, Deeds, Removes
from pmo.core.filters.webhooks import DeliveryFilter
from pmo.core.models import TokenAccess, User, Webhook, WebhookDelivery
from pmo.core.queries.webhooks import secret_of


class WebhookRow(RecordRow):
    owner = serializers.CharField(source="owner.username")
    owner_id = serializers.UUIDField(source="owner.uuid")
    events = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Webhook
        fields = [
            "id",
            "version",
            "created_at",
            "updated_at",
            "name",
            "url",
            "events",
            "owner",
            "owner_id",
            "active",
            "switched_off_at",
        ]


class NewSecretRow(WebhookRow):
    """Told this once; afterwards only a new secret can be made."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookRow.Meta):
        fields = [*WebhookRow.Meta.fields, "secret"]


class WebhookBody(Body):
    """``events`` are patterns: *, risk.* or risk.edited. The owner’s rights decide what is told."""

    events = serializers.ListField(child=serializers.CharField(max_length=100), min_length=1, max_length=50)
    owner = Reference(staff, key="username")

    class Meta:
        model = Webhook
        fields = ["name", "url", "events", "owner"]


class Webhooks(Creates, Amends, Removes, Deeds):
    model, rows = Webhook, WebhookRow
    creates, amends = WebhookBody, WebhookBody
    example = {"name": "Chat", "url": "https://example.org/hook", "events": ["risk.*"], "owner": "ana.lopez"}
    deeds = {"pause": None, "resume": None, "rotate_secret": None}
    access = TokenAccess.ADMINISTER

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return Webhook.objects.all() if can_everywhere(user, Permission.ADMINISTER) else Webhook.objects.none()

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Webhook:
        return create_webhook(values=values, by=by, at=at)

    def amend(self, *, obj: Webhook, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Webhook:
        return edit_webhook(webhook=obj, values=values, version=version, by=by, at=at)

    def remove(self, *, obj: Webhook, version: int | None, by: User, at: datetime) -> None:
        delete_webhook(webhook=obj, by=by, at=at)

    def again(self, obj: Any, status: int = 200) -> Response:
        """A secret that was just made is told with it."""
        response = super().again(obj, status)
        if self.action in ("create", "rotate_secret"):
            response.noted = response.data  # type: ignore[attr-defined]
            response.data = {**response.data, "secret": secret_of(Webhook.objects.get(pk=obj.pk))}
        return response

    @action(detail=True, methods=["post"])
    def pause(self, request: Request, id: str) -> Any:
        """Tell it nothing until it is resumed."""
        return self.done(request, id, _set_active(False))

    @action(detail=True, methods=["post"])
    def resume(self, request: Request, id: str) -> Any:
        """Let it go on; what was waiting is sent."""
        return self.done(request, id, _set_active(True))

    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, id: str) -> Any:
        """Give it a new secret; the one before signs beside it for a day."""
        return self.done(request, id, lambda obj, values, by, at: rotate_secret(webhook=obj, by=by, at=at))

    def answers_of(self, verb: str) -> dict[Any, Any]:
        told = {"create": {201: NewSecretRow}, "rotate_secret": {200: NewSecretRow}}
        return told[verb] if verb in told else super().answers_of(verb)


class DeliveryRow(Row):
    id = serializers.UUIDField(source="uuid")
    webhook = serializers.CharField(source="webhook.name")
    webhook_id = serializers.UUIDField(source="webhook.uuid")

    class Meta:
        model = WebhookDelivery
        fields = [
            "id",
            "webhook",
            "webhook_id",
            "event_id",
            "event",
            "body",
            "state",
            "attempts",
            "next_try_at",
            "created_at",
            "tried_at",
            "ended_at",
            "status",
            "fault",
            "detail",
            "excerpt",
            "milliseconds",
        ]


class NewTest(Body):
    webhook = Reference(lambda user: Webhooks().queryset_for(user), key="name", help_text="Its id, or its name.")

    class Meta:
        model = WebhookDelivery
        fields = ["webhook"]


class Deliveries(Creates, Deeds):
    """What was put out for webhooks. A POST puts out a test, which tells of nothing."""

    model, rows, filters, creates = WebhookDelivery, DeliveryRow, (DeliveryFilter,), NewTest
    deeds = {"send_again": None}
    access = TokenAccess.ADMINISTER

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return WebhookDelivery.objects.filter(webhook__in=Webhooks().queryset_for(user).order_by())

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> WebhookDelivery:
        return ping_webhook(webhook=values["webhook"], by=by, at=at)

    @action(detail=True, methods=["post"], url_path="send-again")
    def send_again(self, request: Request, id: str) -> Any:
        """Put an ended delivery out again, or bring a failed one forward."""
        return self.done(request, id, lambda obj, values, by, at: send_again(delivery=obj, by=by, at=at))


def _set_active(active: bool) -> Any:
    return lambda obj, values, by, at: set_webhook_active(webhook=obj, active=active, by=by, at=at)
