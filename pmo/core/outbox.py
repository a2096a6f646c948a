"""What leaves with a write: a delivery for every webhook that listens, in the same transaction (docs/webhooks.md).

Called by :mod:`pmo.core.audit` for every entry. Who listens is read once a transaction, so a write that nobody listens
to costs one small query, and a bulk write no more.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from pmo.core.engine.webhooks import event_name, listens
from pmo.core.models import AuditEntry, User, Webhook, WebhookDelivery
from pmo.core.models.grant import Scope
from pmo.core.queries.scopes import scope_model
from pmo.core.signals import deliveries_waiting

# What webhooks do is told to nobody: a hook that failed would hear of its own failing, and fail again.
UNTOLD = frozenset({"core.webhook", "core.webhookdelivery"})


def put_out(entries: Iterable[AuditEntry]) -> None:
    """Put deliveries of the saved entries into the outbox of the caller's transaction; they leave after commit."""
    told = [entry for entry in entries if entry.object_type not in UNTOLD]
    if not told:
        return
    outgoing = _outgoing()
    if not outgoing.hooks:
        return
    deliveries = list(_deliveries(told, outgoing.hooks))
    WebhookDelivery.objects.bulk_create(deliveries, batch_size=1000)
    outgoing.ids += [delivery.pk for delivery in deliveries]


def body_of(*, event_id: UUID, event: str, at: str, actor: dict[str, Any], about: dict[str, Any]) -> str:
    """What is signed and sent. It names what happened and holds no value: the receiver asks the API, as itself."""
    content = {"id": str(event_id), "event": event, "at": at, "actor": actor, "object": about}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


class _Outgoing:
    """The hooks that listen and what is put out for them, as long as one transaction lasts."""

    def __init__(self) -> None:
        self.hooks = _who_listens()
        self.ids: list[int] = []
        self.over = False

    def leave(self) -> None:
        self.over = True
        if self.ids:
            deliveries_waiting.send(sender=WebhookDelivery, delivery_ids=self.ids, by_hand=False)


@lru_cache(maxsize=1)
def _hooks_on() -> "QuerySet[Webhook, tuple[int, list[str], int]]":
    """Built once: every write asks, and building the question takes longer than the answer."""
    return Webhook.objects.filter(active=True).order_by().values_list("pk", "events", "owner_id")


def _who_listens() -> list[tuple[int, list[str]]]:
    hooks = list(_hooks_on().all())
    if not hooks:
        return []
    present = set(
        User.objects.filter(pk__in={owner for *_, owner in hooks}, is_active=True).values_list("pk", flat=True)
    )
    return [(pk, events) for pk, events, owner in hooks if owner in present]


def _outgoing() -> _Outgoing:
    """That of the present transaction.

    Its end is known by what is to run after commit: that is emptied by a commit, and a rollback takes its part out.
    """
    connection = transaction.get_connection()
    kept: _Outgoing | None = getattr(connection, "vigie_outgoing", None)
    if kept and not kept.over and any(function == kept.leave for _, function, _ in connection.run_on_commit):
        return kept
    made = _Outgoing()
    connection.vigie_outgoing = made  # type: ignore[attr-defined]
    transaction.on_commit(made.leave)
    return made


def forget_who_listens() -> None:
    """Read the hooks again in this transaction, after one of them changed."""
    transaction.get_connection().vigie_outgoing = None  # type: ignore[attr-defined]


def _deliveries(entries: Sequence[AuditEntry], hooks: Sequence[tuple[int, list[str]]]) -> Iterable[WebhookDelivery]:
    listeners = _listeners(hooks)
    heard = [(entry, event) for entry in entries if listeners(event := _event(entry.object_type, entry.verb))]
    codes = _project_codes({entry.project_id for entry, _ in heard if entry.project_id is not None})
    for entry, event in heard:
        event_id = uuid4()
        body = body_of(
            event_id=event_id,
            event=event,
            at=entry.at.isoformat(),
            actor={"uuid": str(entry.actor.uuid) if entry.actor else None, "name": entry.actor_name},
            about={
                "type": event.partition(".")[0],
                "uuid": str(entry.object_uuid),
                "project": codes.get(entry.project_id) if entry.project_id else None,
            },
        )
        for hook in listeners(event):
            yield WebhookDelivery(
                webhook_id=hook,
                entry=entry,
                event_id=event_id,
                event=event,
                body=body,
                next_try_at=entry.at,
                created_at=entry.at,
            )


def _listeners(hooks: Sequence[tuple[int, list[str]]]) -> Callable[[str], list[int]]:
    """Who listens to an event; each event of a bulk write is looked up once."""
    return lru_cache(maxsize=None)(lambda event: [pk for pk, patterns in hooks if listens(patterns, event)])


def _event(object_type: str, verb: str) -> str:
    return event_name(_class_name(object_type), verb)


@lru_cache(maxsize=256)
def _class_name(object_type: str) -> str:
    return apps.get_model(object_type).__name__


def _project_codes(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return dict(scope_model(Scope.PROJECT).objects.filter(pk__in=ids).values_list("pk", "code"))
