"""Every request leaves one line with an id that a person can quote, and nothing that is private."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django_guid import clear_guid, set_guid
from django_guid.log_filters import CorrelationId

from pmo.core.telemetry.logs import JsonLine, ReadableLine, logging_config
from pmo.core.views.errors import server_error
from tests.factories import make_member


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """What production would log, as it is parsed by whoever collects it."""
    found: list[dict[str, Any]] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(self.format(record)))

    config = logging_config(json=True, level="INFO", quiet_tasks=True)
    handler = Collect()
    handler.setFormatter(JsonLine())
    handler.addFilter(CorrelationId(config["filters"]["request"]["correlation_id_field"]))
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield found
    root.removeHandler(handler)
    root.setLevel(level)


def of_requests(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["logger"] == "pmo.request"]


@pytest.mark.django_db
def test_a_line_says_who_asked_for_what_and_how_it_went(client: Client, lines: list[dict[str, Any]]) -> None:
    person = make_member("reader", username="agatha")
    client.force_login(person)
    response = client.get("/search/?q=secret-merger", headers={"x-request-id": "from-the-proxy-1"})
    (line,) = of_requests(lines)
    assert line.pop("duration_ms") >= 0
    assert line.pop("time")
    assert line.pop("process")
    assert line == {
        "level": "INFO",
        "logger": "pmo.request",
        "message": "GET /search/ 200",
        "request_id": "from-the-proxy-1",
        "user_id": person.pk,
        "method": "GET",
        "path": "/search/",
        "route": "reporting:palette",
        "status": 200,
    }
    assert response.headers["X-Request-ID"] == "from-the-proxy-1"


@pytest.mark.django_db
def test_no_line_holds_what_was_searched_sent_or_who_it_was(client: Client, lines: list[dict[str, Any]]) -> None:
    make_member("reader", username="agatha")
    client.raise_request_exception = False
    client.post("/login/", {"username": "agatha", "password": "hunter2hunter2"})
    client.get("/projects/?q=secret-merger&as_of=%00")
    client.get("/no/such/page/?q=secret-merger")
    assert len(of_requests(lines)) == 3
    text = json.dumps(lines)
    assert [word for word in ("secret-merger", "hunter2", "agatha") if word in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        "",
        "short",
        "a" * 65,
        "with space in it",
        'quote"d-0123456',
        "línea-0123456789",
        "{" + "-" * 30 + "}",
        "a\tb-01234567",
    ],
)
def test_an_id_that_is_not_sane_is_replaced(client: Client, lines: list[dict[str, Any]], given: str) -> None:
    response = client.get("/login/", headers={"x-request-id": given})
    assert len(response.headers["X-Request-ID"]) == 32
    assert response.headers["X-Request-ID"] == of_requests(lines)[0]["request_id"] != given


@pytest.mark.django_db
def test_probes_are_not_logged_unless_they_fail(
    client: Client, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/health/live")
    client.get("/health/ready")
    assert of_requests(lines) == []
    monkeypatch.setattr("pmo.core.queries.health._wanted", lambda: frozenset({("core", "9999_to_come")}))
    client.get("/health/ready")
    assert [line["status"] for line in of_requests(lines)] == [503]


@pytest.mark.django_db
def test_an_address_that_nobody_serves_has_no_route_of_its_own(client: Client, lines: list[dict[str, Any]]) -> None:
    client.get("/no/such/page/")
    list(client.get("/static/css/base.css"))
    assert [line["route"] for line in of_requests(lines)] == ["none", "static"]


def test_a_fault_is_one_line_with_its_trace_and_without_the_row_that_caused_it() -> None:
    refusal = 'duplicate key "core_user_username_key"\nDETAIL:  Key (username)=(agatha) already exists.'
    try:
        raise IntegrityError(refusal)
    except IntegrityError as error:
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Fault: %s", ("/x/",), None)
        record.exc_info = (type(error), error, error.__traceback__)
    record.request = RequestFactory().get("/x/?q=secret-merger")
    text = JsonLine().format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert 'IntegrityError: duplicate key "core_user_username_key"' in line["exc_info"]
    assert [word for word in ("agatha", "secret-merger") if word in text] == []


@pytest.mark.parametrize("formatter", [JsonLine(), ReadableLine()])
def test_an_address_makes_no_line_of_its_own(formatter: logging.Formatter) -> None:
    asked = ("GET", "/x\n2026-01-01 WARNING vigie.security forged\r\x1b[2J", 404)
    text = formatter.format(logging.LogRecord("pmo.request", logging.INFO, __file__, 1, "%s %s %d", asked, None))
    assert {"\n", "\r", "\x1b"}.isdisjoint(text)


def test_the_page_of_our_faults_tells_the_number_to_quote() -> None:
    set_guid("0123456789abcdef")
    try:
        page = server_error(RequestFactory().get("/")).content.decode()
    finally:
        clear_guid()
    assert "<code>0123456789abcdef</code>" in page
