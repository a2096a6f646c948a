"""The pages of webhooks: the secret is seen once, slips are caught, and a test says how it went."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pmo.core.actions import deliveries
from pmo.core.interop.webhooks import Answer
from pmo.core.models import User, Webhook, WebhookDelivery
from pmo.core.queries.webhooks import secret_of
from tests.factories import make_delivery, make_member, make_user, make_webhook

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> User:
    person = make_member("administrator", username="admin")
    client.force_login(person)
    return person


def url(name: str, *things: Any) -> str:
    return reverse(f"core:admin-{name}", args=[thing.uuid for thing in things])


def form(admin: User, **changes: Any) -> dict[str, Any]:
    return {"name": "Chat", "url": "https://chat.example/hook", "events": "risk.*", "owner": admin.pk, **changes}


def test_the_secret_is_shown_once_after_it_was_made(client: Client, admin: User) -> None:
    page = client.post(url("webhook-new"), form(admin), follow=True)
    hook = Webhook.objects.get()
    assert (hook.name, hook.events, hook.owner) == ("Chat", ["risk.*"], admin)
    assert secret_of(hook) in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert secret_of(hook) not in client.get(url("webhook", hook)).content.decode()
    again = client.post(url("webhook-rotate", hook), follow=True).content.decode()
    former = secret_of(hook)
    hook.refresh_from_db()
    assert secret_of(hook) in again
    assert former not in again
    assert secret_of(hook) not in client.get(url("webhook", hook)).content.decode()


def test_the_secret_of_one_is_not_shown_on_the_page_of_another(client: Client, admin: User) -> None:
    first, second = make_webhook(admin), make_webhook(admin)
    client.post(url("webhook-rotate", first))
    first.refresh_from_db()
    page = client.get(url("webhook", second)).content.decode()
    assert secret_of(first) not in page
    assert secret_of(second) not in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"events": "rsik.*"}, "There is no event “rsik.*”."),
        ({"events": "risk.painted"}, "There is no event “risk.painted”."),
        ({"events": "webhook.*"}, "There is no event “webhook.*”."),
        ({"events": "*, risk"}, "There is no event “risk”."),
        ({"url": "https://192.168.1.1/"}, "This address is in a private network."),
        ({"url": "https://name:password@chat.example/"}, "Leave name and password out of the address"),
    ],
)
def test_a_slip_is_said_in_the_form(client: Client, admin: User, change: dict[str, Any], said: str) -> None:
    page = client.post(url("webhook-new"), form(admin, **change))
    assert said in page.content.decode()
    assert not Webhook.objects.exists()


def test_patterns_come_one_a_line_and_once_each(client: Client, admin: User) -> None:
    client.post(url("webhook-new"), form(admin, events="risk.*\n budget_line.edited, risk.*\nuser.password_reset"))
    assert Webhook.objects.get().events == ["risk.*", "budget_line.edited", "user.password_reset"]


def test_an_edit_keeps_the_secret_and_a_stale_one_is_shown_the_other(client: Client, admin: User) -> None:
    hook = make_webhook(admin)
    assert "*" in client.get(url("webhook-edit", hook)).content.decode()
    assert client.post(url("webhook-edit", hook), form(admin, version=1)).status_code == 302
    page = client.post(url("webhook-edit", hook), form(admin, version=1, name="Late"))
    assert "Stored meanwhile: Chat" in page.content.decode()
    stored = Webhook.objects.get()
    assert (stored.name, stored.secret) == ("Chat", hook.secret)


def test_pausing_going_on_and_deleting(client: Client, admin: User) -> None:
    hook = make_webhook(admin)
    client.post(url("webhook-active", hook), {"active": "no"})
    assert "Paused" in client.get(url("webhooks")).content.decode()
    client.post(url("webhook-active", hook), {"active": "yes"})
    assert "Paused" not in client.get(url("webhooks")).content.decode()
    assert client.post(url("webhook-delete", hook)).headers["Location"] == url("webhooks")
    assert not Webhook.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_says_how_it_went(client: Client, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Answer(status=500, fault="status", excerpt="<b>out of order</b>", milliseconds=12)
    monkeypatch.setattr(deliveries, "post", lambda url, body, headers: answer)
    page = client.post(url("webhook-ping", make_webhook(admin)), follow=True).content.decode()
    assert "The answer was not a success" in page
    assert "&lt;b&gt;out of order&lt;/b&gt;" in page
    monkeypatch.setattr(deliveries, "post", lambda url, body, headers: Answer(status=200))
    delivery = WebhookDelivery.objects.get()
    page = client.post(url("delivery-again", delivery.webhook, delivery), follow=True).content.decode()
    assert "Delivered" in page


def test_a_silent_webhook_says_why_it_is_not_tested(client: Client, admin: User) -> None:
    hook = make_webhook(make_user(is_active=False))
    page = client.post(url("webhook-ping", hook), follow=True).content.decode()
    assert "This person has left." in page
    assert "Silent: its owner has left" in page


def test_the_log_is_found_by_event_and_state(client: Client, admin: User) -> None:
    hook = make_webhook(admin)
    for event, state in (("risk.edited", "delivered"), ("risk.created", "given_up"), ("issue.edited", "delivered")):
        make_delivery(hook, event=event, state=state)
    page = client.get(url("webhook", hook), {"event": "risk", "state": "delivered"}).content.decode()
    assert [event in page for event in ("risk.edited", "risk.created", "issue.edited")] == [True, False, False]


def test_a_delivery_is_found_only_below_its_own_webhook(client: Client, admin: User) -> None:
    delivery = make_delivery(make_webhook(admin))
    assert client.get(url("delivery", delivery.webhook, delivery)).status_code == 200
    assert client.get(url("delivery", make_webhook(admin), delivery)).status_code == 404


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "Active"),
        ({"active": False}, "Paused"),
        ({"active": False, "switched_off_at": "2026-06-15T12:00Z"}, "Switched off"),
        ({"failing_since": "2026-06-15T12:00Z"}, "Failing"),
    ],
)
def test_the_list_says_how_each_one_is(client: Client, admin: User, fields: dict[str, Any], word: str) -> None:
    make_webhook(admin, **fields)
    assert f"</svg>{word}</span>" in client.get(url("webhooks")).content.decode()
