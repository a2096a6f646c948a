"""Webhooks: who makes them, what is refused, and that their secrets stay secret."""

from datetime import timedelta
from typing import Any

import pytest

from pmo.core import audit
from pmo.core.actions.webhooks import (
    CHANGE_OVER,
    UnfitAddress,
    UnfitEvents,
    UnfitOwner,
    create_webhook,
    delete_webhook,
    edit_webhook,
    rotate_secret,
    set_webhook_active,
)
from pmo.core.errors import EditConflict, NotAllowed
from pmo.core.models import AuditEntry, User, Webhook, WebhookDelivery
from pmo.core.queries.webhooks import secret_of, signing_secrets
from pmo.core.secrets import Unreadable
from tests.factories import NOON, WEBHOOK_SECRET, make_delivery, make_member, make_user, make_webhook

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return make_member("administrator")


def values(owner: User, **changes: Any) -> dict[str, Any]:
    return {"name": "Chat", "url": "https://chat.example/hook", "events": ["risk.*"], "owner": owner, **changes}


def trail() -> list[tuple[str, User | None]]:
    return [(entry.verb, entry.actor) for entry in AuditEntry.objects.order_by("pk").select_related("actor")]


def test_a_webhook_gets_a_secret_that_nothing_shows(admin: User) -> None:
    made, other = (create_webhook(values=values(admin), by=admin, at=NOON) for _ in range(2))
    secret = secret_of(made)
    assert secret.startswith("vigie_hook_")
    assert len(secret) == len("vigie_hook_") + 43
    assert secret_of(other) != secret
    assert secret not in made.secret
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert {"name", "url", "events", "owner", "active"} <= set(entry.changes)
    assert made.secret not in str(entry.changes)


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"url": "https://10.0.0.1/"}, UnfitAddress, "url"),
        ({"url": "ftp://chat.example/"}, UnfitAddress, "url"),
        ({"url": "https://a:b@chat.example/"}, UnfitAddress, "url"),
        ({"url": "https://chat.example:22/"}, UnfitAddress, "url"),
        ({"url": "chat"}, UnfitAddress, "url"),
        ({"events": []}, UnfitEvents, "events"),
        ({"events": ["risk"]}, UnfitEvents, "events"),
        ({"events": ["risk.*"] * 51}, UnfitEvents, "events"),
    ],
)
def test_what_could_not_work_is_refused(admin: User, change: dict[str, Any], refusal: Any, field: str) -> None:
    with pytest.raises(refusal) as refused:
        create_webhook(values=values(admin, **change), by=admin, at=NOON)
    hook = make_webhook(admin)
    with pytest.raises(refusal):
        edit_webhook(webhook=hook, values=change, by=admin, at=NOON)
    assert refused.value.field == field
    assert list(Webhook.objects.values_list("url", "events")) == [("https://receiver.example/hook", ["*"])]
    assert trail() == []


def test_plain_http_is_refused_where_it_is_not_allowed(settings: Any, admin: User) -> None:
    settings.WEBHOOK_PLAIN_HTTP = False
    with pytest.raises(UnfitAddress):
        create_webhook(values=values(admin, url="http://chat.example/"), by=admin, at=NOON)


def test_who_has_left_owns_no_new_webhook(admin: User) -> None:
    with pytest.raises(UnfitOwner):
        create_webhook(values=values(make_user(is_active=False)), by=admin, at=NOON)


@pytest.mark.parametrize("role", ["pmo_manager", "reader"])
def test_only_administrators_manage_webhooks(role: str) -> None:
    hook, person = make_webhook(), make_member(role)
    before = Webhook.objects.values().get()
    for attempt in (
        lambda: create_webhook(values=values(person), by=person, at=NOON),
        lambda: edit_webhook(webhook=hook, values={"name": "Mine"}, by=person, at=NOON),
        lambda: rotate_secret(webhook=hook, by=person, at=NOON),
        lambda: set_webhook_active(webhook=hook, active=False, by=person, at=NOON),
        lambda: delete_webhook(webhook=hook, by=person, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert Webhook.objects.values().get() == before
    assert trail() == []


def test_a_stale_edit_is_shown_what_is_stored(admin: User) -> None:
    hook = make_webhook(admin)
    edit_webhook(webhook=hook, values={"name": "Theirs"}, version=1, by=admin, at=NOON)
    with pytest.raises(EditConflict) as conflict:
        edit_webhook(webhook=hook, values={"name": "Mine"}, version=1, by=admin, at=NOON)
    assert conflict.value.theirs == {"name": "Theirs"}


def test_a_new_address_starts_without_the_failures_of_the_old_one(admin: User) -> None:
    hook = make_webhook(admin, failing_since=NOON, resting_until=NOON)
    assert edit_webhook(webhook=hook, values={"name": "New"}, by=admin, at=NOON).failing_since == NOON
    edited = edit_webhook(webhook=hook, values={"url": "https://new.example/"}, by=admin, at=NOON)
    edited.refresh_from_db()
    assert (edited.failing_since, edited.resting_until) == (None, None)


def test_for_a_day_both_secrets_sign(admin: User) -> None:
    hook = rotate_secret(webhook=make_webhook(admin), by=admin, at=NOON)
    new = secret_of(hook)
    assert new != WEBHOOK_SECRET
    assert signing_secrets(hook, NOON + CHANGE_OVER - timedelta(seconds=1)) == [new, WEBHOOK_SECRET]
    assert signing_secrets(hook, NOON + CHANGE_OVER) == [new]
    assert [(entry.verb, entry.changes) for entry in AuditEntry.objects.all()] == [("secret replaced", {})]


def test_a_secret_outlives_a_key_that_is_kept_as_a_fallback(settings: Any) -> None:
    hook, former = make_webhook(), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [former]
    assert secret_of(hook) == WEBHOOK_SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable):
        secret_of(hook)


def test_pausing_and_going_on(admin: User) -> None:
    hook = make_webhook(admin, failing_since=NOON, resting_until=NOON, switched_off_at=NOON, active=False)
    on = set_webhook_active(webhook=hook, active=True, by=admin, at=NOON)
    on.refresh_from_db()
    assert (on.active, on.switched_off_at, on.failing_since, on.resting_until) == (True, None, None, None)
    assert not set_webhook_active(webhook=hook, active=False, by=admin, at=NOON).active
    assert trail() == [("resumed", admin), ("paused", admin)]


def test_a_deleted_webhook_takes_its_log_along_and_leaves_its_entry(admin: User) -> None:
    hook = make_webhook(admin)
    make_delivery(hook)
    delete_webhook(webhook=hook, by=admin, at=NOON)
    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)
    assert trail() == [("deleted", admin)]


def test_the_trail_leaves_the_secret_and_the_bookkeeping_out() -> None:
    kept = audit.state_of(make_webhook())
    assert kept.keys().isdisjoint(Webhook.unaudited)
