"""Deliveries are put out with the write they tell of, for those who listen, and cost little when nobody does."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from pmo.core import audit
from pmo.core.actions.organisation import edit_organisation
from pmo.core.actions.webhooks import create_webhook, set_webhook_active
from pmo.core.models import AuditEntry, User, WebhookDelivery
from pmo.core.queue import outgoing
from tests.factories import NOON, make_member, make_organisation, make_project, make_risk, make_user, make_webhook

pytestmark = pytest.mark.django_db


def write(obj: Any, verb: str = "edited", by: User | None = None) -> AuditEntry:
    return audit.record(verb=verb, obj=obj, by=by, at=NOON, changes={"title": ["Old secret", "New secret"]})


def events(**criteria: Any) -> list[str]:
    return list(WebhookDelivery.objects.filter(**criteria).order_by("pk").values_list("event", flat=True))


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[list[int]]:
    """The deliveries that were queued, by task, as if there were workers."""
    sent: list[list[int]] = []
    settings.CELERY_TASK_ALWAYS_EAGER = False
    monkeypatch.setattr(outgoing, "hint", lambda task, delivery_ids: sent.append(delivery_ids) or True)
    return sent


def test_a_write_is_put_out_for_each_webhook_that_listens() -> None:
    all_of_it, risks = make_webhook(), make_webhook(events=["issue.*", "risk.edited"])
    make_webhook(events=["risk.created"])
    make_webhook(active=False)
    make_webhook(make_user(is_active=False))
    entry = write(make_risk(make_project()))
    deliveries = WebhookDelivery.objects.order_by("pk")
    assert [delivery.webhook for delivery in deliveries] == [all_of_it, risks]
    assert {(d.entry, d.event, d.state, d.next_try_at) for d in deliveries} == {(entry, "risk.edited", "waiting", NOON)}
    assert len({delivery.event_id for delivery in deliveries}) == 1
    assert len({delivery.uuid for delivery in deliveries}) == 2


def test_the_message_names_what_happened_and_holds_no_value() -> None:
    make_webhook()
    risk, author = make_risk(make_project("ARM-1")), make_user("ines", first_name="Inès", last_name="Roux")
    write(risk, by=author)
    delivery = WebhookDelivery.objects.get()
    assert json.loads(delivery.body) == {
        "id": str(delivery.event_id),
        "event": "risk.edited",
        "at": "2026-06-15T12:00:00+00:00",
        "actor": {"uuid": str(author.uuid), "name": "Inès Roux"},
        "object": {"type": "risk", "uuid": str(risk.uuid), "project": "ARM-1"},
    }


def test_what_the_system_does_and_what_is_no_project_s_is_told_likewise() -> None:
    make_webhook()
    write(make_organisation())
    told = json.loads(WebhookDelivery.objects.get().body)
    assert told["actor"] == {"uuid": None, "name": "Vigie"}
    assert (told["object"]["type"], told["object"]["project"]) == ("organisation", None)


def test_what_webhooks_do_is_told_to_nobody() -> None:
    hook = make_webhook()
    write(hook)
    set_webhook_active(webhook=hook, active=False, by=None, at=NOON)
    assert events() == []


def test_who_begins_or_stops_to_listen_does_so_within_a_transaction() -> None:
    owner, risk = make_member("administrator"), make_risk(make_project())
    write(risk)
    values = {"name": "Receiver", "url": "https://receiver.example/", "events": ["*"], "owner": owner}
    hook = create_webhook(values=values, by=None, at=NOON)
    write(risk, verb="declared")
    set_webhook_active(webhook=hook, active=False, by=None, at=NOON)
    write(risk, verb="deleted")
    assert events() == ["risk.declared"]


def test_a_bulk_write_is_put_out_in_as_many_statements_as_a_single_one(django_assert_num_queries: Any) -> None:
    make_webhook()
    risk = make_risk(make_project())
    written = [
        [audit.entry(verb="edited", obj=risk, by=None, at=NOON, changes={}) for _ in range(many)] for many in (1, 40)
    ]
    for entries in written:
        # The entries, who listens, for which owners, the codes of their projects, the deliveries.
        with django_assert_num_queries(5), outer():
            audit.record_all(entries)
    assert len(events()) == 41


def test_when_nobody_listens_a_transaction_asks_once(django_assert_num_queries: Any) -> None:
    risk = make_risk(make_project())
    with django_assert_num_queries(4), outer():
        for _ in range(3):
            write(risk)
    with django_assert_num_queries(2), outer():
        audit.record_all([audit.entry(verb="edited", obj=risk, by=None, at=NOON, changes={})])


@contextmanager
def outer() -> Iterator[None]:
    """As if what happens inside were a transaction of its own."""
    connection.run_on_commit.clear()
    yield
    connection.run_on_commit.clear()


def undone(deed: Callable[[], object]) -> None:
    """Do it, and take it back."""
    with transaction.atomic():
        deed()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_not_told() -> None:
    make_webhook()
    risk = make_risk(make_project())
    undone(lambda: write(risk))
    assert events() == []
    write(risk, verb="declared")
    assert events() == ["risk.declared"]


@pytest.mark.django_db(transaction=True)
def test_a_part_taken_back_takes_only_its_own_along(hinted: list[list[int]]) -> None:
    make_webhook()
    risk = make_risk(make_project())
    with transaction.atomic():
        undone(lambda: write(risk))
        write(risk, verb="declared")
    assert events() == ["risk.declared"]
    assert hinted == [list(WebhookDelivery.objects.values_list("pk", flat=True))]


def test_after_commit_a_transaction_is_queued_at_once(
    hinted: list[list[int]], django_capture_on_commit_callbacks: Any
) -> None:
    make_webhook()
    risk = make_risk(make_project())
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            write(risk)
            write(risk)
    first, second, third, fourth = WebhookDelivery.objects.order_by("pk").values_list("pk", flat=True)
    assert hinted == [[first, second], [third, fourth]]


def test_of_a_bulk_write_only_the_first_are_queued(
    hinted: list[list[int]], django_capture_on_commit_callbacks: Any
) -> None:
    make_webhook()
    risk = make_risk(make_project())
    with django_capture_on_commit_callbacks(execute=True):
        audit.record_all([audit.entry(verb="edited", obj=risk, by=None, at=NOON, changes={}) for _ in range(500)])
    assert [len(batch) for batch in hinted] == [20] * 10


def test_without_workers_a_save_waits_for_no_receiver(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(outgoing, "hint", lambda *args, **options: pytest.fail("it was sent"))
    make_webhook()
    make_organisation()
    with django_capture_on_commit_callbacks(execute=True):
        edit_organisation(values={"name": "Armor"}, by=None, at=NOON + timedelta(days=1))
    assert events(state="waiting") == ["organisation.edited"]
