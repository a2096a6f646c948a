"""The receiver in docs/webhooks.md takes what Vigie sends, and nothing else."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import HTTPServer
from ipaddress import ip_network
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone

from pmo.core.actions.deliveries import deliver, send_again
from pmo.core.actions.webhooks import rotate_secret
from pmo.core.engine.webhooks import signature_header
from pmo.core.models import Webhook, WebhookDelivery
from pmo.core.outbox import body_of
from tests.factories import WEBHOOK_SECRET, make_delivery, make_webhook

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the example defines."""
    found = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert found
    monkeypatch.setenv("VIGIE_HOOK_SECRET", WEBHOOK_SECRET)
    defined: dict[str, Any] = {"__name__": "receiver"}
    exec(compile(found[1], str(DOCUMENT), "exec"), defined)  # our own document
    monkeypatch.setattr(defined["Handler"], "log_message", lambda *args: None)
    return defined


@pytest.fixture
def hook(example: dict[str, Any], settings: Any) -> Iterator[Webhook]:
    """A webhook that leads to the example."""
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_PLAIN_HTTP = [ip_network("127.0.0.0/8")], True
    with HTTPServer(("127.0.0.1", 0), example["Handler"]) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield make_webhook(url=f"http://127.0.0.1:{server.server_address[1]}/")
        server.shutdown()
        thread.join()


def put_out(hook: Webhook) -> WebhookDelivery:
    about = {"type": "risk", "uuid": "1", "project": "ARM-1"}
    delivery = make_delivery(hook, event="risk.edited", next_try_at=timezone.now())
    delivery.body = body_of(event_id=delivery.event_id, event="risk.edited", at="now", actor={}, about=about)
    delivery.save()
    return delivery


def send(delivery: WebhookDelivery) -> str:
    assert deliver(delivery_id=delivery.pk, at=timezone.now())
    delivery.refresh_from_db()
    return delivery.state


def test_it_takes_what_vigie_sends_and_acts_once(hook: Webhook, capsys: pytest.CaptureFixture[str]) -> None:
    delivery = put_out(hook)
    assert send(delivery) == "delivered"
    assert capsys.readouterr().out == "risk.edited {'type': 'risk', 'uuid': '1', 'project': 'ARM-1'}\n"
    send_again(delivery=delivery, by=None, at=timezone.now())
    assert send(delivery) == "delivered"
    assert capsys.readouterr().out == ""


def test_it_still_takes_it_while_the_secret_is_being_replaced(hook: Webhook) -> None:
    rotate_secret(webhook=hook, by=None, at=timezone.now())
    assert send(put_out(hook)) == "delivered"


def test_it_refuses_what_somebody_else_sends(hook: Webhook, capsys: pytest.CaptureFixture[str]) -> None:
    headers = {"Vigie-Delivery": "1", "Vigie-Signature": signature_header(["a guess"], 1, b"{}")}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(hook.url, b"{}", headers))
    refused.value.close()
    assert refused.value.code == 403
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("header", "genuine"),
    [
        (signature_header(["secret"], 1000, b"{}"), True),
        (signature_header(["new", "secret"], 1000, b"{}"), True),
        (signature_header(["secret"], 1000, b"{ }"), False),
        (signature_header(["secret"], 699, b"{}"), False),
        (signature_header(["secret"], 1301, b"{}"), False),
        (signature_header(["secret"], 1000, b"{}").replace("t=1000", "t=1001"), False),
        (signature_header(["other"], 1000, b"{}"), False),
        ("", False),
        ("t=1000", False),
        ("t=x,v1=", False),
    ],
)
def test_it_knows_a_signature_from_a_forgery(example: dict[str, Any], header: str, genuine: bool) -> None:
    assert example["is_genuine"]("secret", header, b"{}", 1000) is genuine
