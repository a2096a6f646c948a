"""Every refusal below /api/ has one shape, whoever refuses, and speaks the language that is asked for."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from pmo import errors
from tests import factories as f
from tests.calls import refusal
from tests.pmo_core.api.tokens import bearer, give_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return bearer(give_token(f.make_member("administrator"))[1])


def test_an_address_with_a_nul(client: Client) -> None:
    assert refusal(client.get("/api/v1/risks/?q=%00"))[:2] == (400, "bad_request")


def test_a_host_that_is_not_ours(client: Client) -> None:
    assert refusal(client.get("/api/v1/risks/", headers={"Host": "elsewhere.example"}))[:2] == (400, "bad_request")


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/risks/nothing/", "/api/v1/risks", "/api/nothing/"])
def test_nothing_is_there(client: Client, path: str) -> None:
    assert refusal(client.get(path))[:2] == (404, "not_found")


def test_a_method_that_is_not_there(client: Client) -> None:
    answer = client.put("/api/v1/risks/", {}, "application/json")
    assert refusal(answer)[:2] == (405, "method_not_allowed")
    assert "GET" in answer["Allow"]


def test_a_body_that_is_no_json(client: Client) -> None:
    assert refusal(client.post("/api/v1/risks/", "{", "application/json"))[:2] == (400, "parse_error")
    assert refusal(client.post("/api/v1/risks/", "a=b", "text/plain"))[:2] == (415, "unsupported_media_type")


def test_a_format_that_is_not_spoken(client: Client) -> None:
    assert refusal(client.get("/api/v1/risks/", headers={"Accept": "text/html"}))[:2] == (406, "not_acceptable")


def test_a_body_that_is_too_large(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = client.post("/api/v1/risks/", {"title": "Longer than ten"}, "application/json")
    assert refusal(answer)[:2] == (413, "too_large")


def test_our_own_fault(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says nothing of what broke, but how to find it in the log."""

    def breaks(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the inside of the machine")

    monkeypatch.setattr("pmo.core.api.resource.answer_list", breaks)
    client.raise_request_exception = False
    answer = client.get("/api/v1/risks/")
    assert refusal(answer)[:2] == (500, "server_error")
    assert "inside" not in answer.content.decode()
    assert answer.json()["request_id"]


@pytest.mark.parametrize(
    ("name", "status"), [("bad_request", 400), ("forbidden", 403), ("csrf_failure", 403), ("not_found", 404)]
)
def test_pages_stay_pages(name: str, status: int) -> None:
    request = RequestFactory().get("/projects/")
    request.user = AnonymousUser()
    answer = getattr(errors, name)(request)
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_every_value_that_does_not_fit_is_named(client: Client) -> None:
    answer = client.post("/api/v1/people/", {"email": "x", "language": "xx", "wings": 2}, "application/json")
    assert refusal(answer)[:2] == (422, "invalid")
    assert answer.json()["errors"] == [{"field": "wings", "message": "There is no such field here."}]
    answer = client.post("/api/v1/people/", {"email": "x", "language": "xx"}, "application/json")
    assert refusal(answer)[2] == ["username", "password", "email", "language"]


def test_a_rule_of_the_domain_says_where(client: Client) -> None:
    body = {"currency": "USD", "on": "0099-01-01", "per_euro": "1.1"}
    answer = client.post("/api/v1/exchange-rates/", body, "application/json")
    assert refusal(answer) == (422, "strange_day", ["on"])


def test_refusals_speak_the_language_that_is_asked_for(client: Client) -> None:
    answer = client.get("/api/v1/nothing/", headers={"Accept-Language": "fr"})
    assert answer.json()["title"] == "Introuvable"
    assert answer.json()["detail"] == "Il n’y a rien ici, ou rien que vous puissiez voir."
    answer = client.get("/api/v1/risks/?wings=2", headers={"Accept-Language": "fr-CA"})
    assert answer.json()["errors"][0]["message"].startswith("Ce paramètre n’existe pas.")
