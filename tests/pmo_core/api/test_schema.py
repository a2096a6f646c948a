"""The description of the API: valid OpenAPI 3.1, complete, in English, and made once."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from pmo.core.api import schema
from tests.rights.traces import routes

NOT_DESCRIBED = {"api:openapi", "api:explorer", "api:nowhere"}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(schema.document())
    return document


def test_it_is_valid(told: dict[str, Any]) -> None:
    assert told["openapi"].startswith("3.1")
    validate_schema(told)


def test_it_is_made_without_a_warning(capfd: pytest.CaptureFixture[str]) -> None:
    GENERATOR_STATS.reset()
    with translation.override("en"):
        SchemaGenerator().get_schema(public=True)
    assert (dict(GENERATOR_STATS._warn_cache), dict(GENERATOR_STATS._error_cache)) == ({}, {})


def test_every_route_and_method_is_in_it_and_nothing_else(told: dict[str, Any]) -> None:
    wanted = set()
    for name, pattern in routes():
        if name.startswith("api:") and name not in NOT_DESCRIBED:
            path = "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
            wanted |= {(path, method) for method in pattern.callback.actions if method != "head"}  # type: ignore[attr-defined]
    assert {(path, method) for path, methods in told["paths"].items() for method in methods} == wanted


def operations(told: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_says_who_gets_in_and_what_else_it_may_answer(told: dict[str, Any]) -> None:
    for name, operation in operations(told):
        codes = set(operation["responses"])
        assert {"401", "403"} <= codes, name
        assert codes & {"200", "201", "202", "204"}, name
        assert operation["security"] == [{"token": []}, {"session": []}], name
        for code, answer in operation["responses"].items():
            if code >= "400":
                assert list(answer["content"]) == ["application/problem+json"], name


def test_every_write_of_a_version_asks_for_it(told: dict[str, Any]) -> None:
    for name, operation in operations(told):
        asked = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}
        assert ("428" in operation["responses"]) == ("If-Match" in asked), name
        assert "412" in operation["responses"] or "If-Match" not in asked, name
        if name.startswith("post"):
            assert "Idempotency-Key" in asked, name


def test_operations_have_names_of_their_own(told: dict[str, Any]) -> None:
    names = [operation["operationId"] for _name, operation in operations(told)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)
    assert all(operation["description"] for _name, operation in operations(told))


def test_choices_have_the_names_of_their_enumerations(told: dict[str, Any]) -> None:
    made_up = [name for name in told["components"]["schemas"] if re.search(r"[0-9a-f]{3}Enum$", name)]
    assert made_up == []
    assert {"Health", "RiskState", "Role", "TokenAccess"} <= set(told["components"]["schemas"])


def test_it_is_in_english_whoever_asks_first(told: dict[str, Any]) -> None:
    schema._document.cache_clear()
    with translation.override("fr"):
        assert json.loads(schema.document()) == told


def test_eighty_who_ask_at_once_make_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The generator is not made for threads."""
    made = []
    generate = SchemaGenerator.get_schema

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        made.append(1)
        return generate(self, *args, **kwargs)

    monkeypatch.setattr(SchemaGenerator, "get_schema", counted)
    schema._document.cache_clear()
    with ThreadPoolExecutor(80) as pool:
        answers = list(pool.map(lambda _: Client().get("/api/v1/openapi.json").content, range(80)))
    assert (len(set(answers)), len(made)) == (1, 1)


def test_main_objects_have_examples(told: dict[str, Any]) -> None:
    for name in ("portfolios", "projects", "risks", "budget-lines", "people", "grants", "kpis", "webhooks"):
        body = told["paths"][f"/api/v1/{name}/"]["post"]["requestBody"]["content"]["application/json"]
        shape = told["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]
        example = body["examples"]["Usual"]["value"]
        assert set(shape["required"]) <= set(example) <= set(shape["properties"]), name
