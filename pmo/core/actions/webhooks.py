"""Who hears of writes: making, changing, pausing and deleting webhooks. Only administrators do."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit, outbox
from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.editing import refuse_stale, save_values
from pmo.core.engine.addresses import url_fault
from pmo.core.engine.webhooks import is_pattern
from pmo.core.errors import DomainError, NotAllowed
from pmo.core.models import User, Webhook
from pmo.core.secrets import seal

# How long the former secret signs too, so that a receiver can change over without losing anything.
CHANGE_OVER = timedelta(days=1)
MOST_PATTERNS = 50


class UnfitAddress(DomainError):
    """Nothing may be sent to this address."""


class UnfitEvents(DomainError):
    """The events are not named as ``*``, ``risk.*`` or ``risk.edited``."""


class UnfitOwner(DomainError):
    """The owner has left, so the webhook would be silent."""


@transaction.atomic
def create_webhook(*, values: Mapping[str, Any], by: User | None, at: datetime) -> Webhook:
    """Make a webhook of ``name``, ``url``, ``events`` and ``owner``, with a secret of its own.

    :raises NotAllowed: without ADMINISTER on the organisation.
    :raises UnfitAddress, UnfitEvents, UnfitOwner: when it could not work.
    """
    require_administrator(by)
    _check(values)
    made = Webhook.objects.create(**values, secret=_new_secret())
    changes = audit.changes_between(None, audit.state_of(made))
    audit.record(verb="created", obj=made, by=by, at=at, changes=changes)
    outbox.forget_who_listens()
    return made


@transaction.atomic
def edit_webhook(
    *, webhook: Webhook, values: Mapping[str, Any], by: User | None, at: datetime, version: int | None = None
) -> Webhook:
    """Write name, address, events or owner. A new address starts without the failures of the old one.

    :raises NotAllowed: without ADMINISTER on the organisation.
    :raises EditConflict: when somebody saved it after ``version``.
    :raises UnfitAddress, UnfitEvents, UnfitOwner: when it could not work.
    """
    stored = _lock(webhook, by)
    refuse_stale(stored=stored, version=version, values=values)
    _check(values)
    if values.get("url", stored.url) != stored.url:
        stored.failing_since = stored.resting_until = None
    save_values(stored=stored, values=values, by=by, at=at)
    outbox.forget_who_listens()
    return stored


@transaction.atomic
def rotate_secret(*, webhook: Webhook, by: User | None, at: datetime) -> Webhook:
    """Give it a new secret. The one before signs beside it for a day.

    :raises NotAllowed: without ADMINISTER on the organisation.
    """
    stored = _lock(webhook, by)
    stored.former_secret, stored.former_secret_until = stored.secret, at + CHANGE_OVER
    stored.secret = _new_secret()
    stored.save(update_fields=["secret", "former_secret", "former_secret_until", "updated_at"])
    audit.record(verb="secret replaced", obj=stored, by=by, at=at, changes={})
    return stored


@transaction.atomic
def set_webhook_active(*, webhook: Webhook, active: bool, by: User | None, at: datetime) -> Webhook:
    """Pause it, or let it go on. While it is paused nothing is put out for it; what waits is sent afterwards.

    :raises NotAllowed: without ADMINISTER on the organisation.
    """
    stored = _lock(webhook, by)
    if active:
        stored.failing_since = stored.resting_until = None
    values = {"active": active, "switched_off_at": None}
    save_values(stored=stored, values=values, by=by, at=at, verb="resumed" if active else "paused")
    outbox.forget_who_listens()
    return stored


@transaction.atomic
def delete_webhook(*, webhook: Webhook, by: User | None, at: datetime) -> None:
    """Forget it and its log.

    :raises NotAllowed: without ADMINISTER on the organisation.
    """
    stored = _lock(webhook, by)
    changes = audit.changes_between(audit.state_of(stored), None)
    audit.record(verb="deleted", obj=stored, by=by, at=at, changes=changes)
    stored.delete()
    outbox.forget_who_listens()


def require_administrator(by: User | None) -> None:
    """:raises NotAllowed: without ADMINISTER on the organisation."""
    if not can_everywhere(by, Permission.ADMINISTER):
        raise NotAllowed(_("You may not manage webhooks."))


def _lock(webhook: Webhook, by: User | None) -> Webhook:
    require_administrator(by)
    return Webhook.objects.select_for_update().get(pk=webhook.pk)


def _new_secret() -> str:
    """Sealed; its beginning tells people and scanners of leaks what it is."""
    return seal(f"vigie_hook_{secrets.token_urlsafe(32)}")


def _check(values: Mapping[str, Any]) -> None:
    if "url" in values:
        _check_url(values["url"])
    if "events" in values:
        _check_events(values["events"])
    if "owner" in values and not values["owner"].is_active:
        raise UnfitOwner(_("This person has left."), field="owner")


def _check_url(url: str) -> None:
    fault = url_fault(url, plain_http=settings.WEBHOOK_PLAIN_HTTP, allowed=settings.WEBHOOK_NETWORKS)
    sentences = {
        "malformed": _("Write a whole address, such as https://example.org/hook, in plain letters."),
        "scheme": _("The address begins with https://."),
        "credentials": _("Leave name and password out of the address: the signature says who sends."),
        "port": _("This port is not one that web servers use."),
        "private": _("This address is in a private network."),
    }
    if fault:
        raise UnfitAddress(sentences[fault], field="url")


def _check_events(events: Sequence[str]) -> None:
    if not events or len(events) > MOST_PATTERNS or not all(is_pattern(pattern) for pattern in events):
        message = _("Name 1 to %(most)d events, each as *, risk.* or risk.edited.") % {"most": MOST_PATTERNS}
        raise UnfitEvents(message, field="events")
