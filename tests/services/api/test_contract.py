"""The API keeps to its description whatever is sent: as each role, with tokens of each level, and writes included.

schemathesis reads the description and makes up requests that fit it and requests that do not, always the same ones.
They reach the application directly; what each one wrote is taken back. Requests that fit are given ids and codes of
the small organisation of the rights tests, so that they get past the door.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from pmo.core.models import ApiToken, TokenAccess
from pmo.wsgi import application
from tests.rights.rows import PERSONAS
from tests.rights.traces import undone
from tests.rights.world import World, build_world

DESCRIPTION = "/api/v1/openapi.json"
# What fits the description may still name what is not there, or break a rule of the domain.
UNFIT = [positive_data_acceptance]
# The administrator's requests go furthest.
EXAMPLES = {"administrator": 6}
FEW = 2
AROUND_REQUESTS = (request_started, request_finished)
NAMES = {
    "project": "OWN",
    "portfolio": "HOME",
    "programme": "HOME-PG",
    "parent": None,
    "kpi": "satisfaction",
    "user": "somebody",
    "group": None,
    "people": ["somebody"],
    **dict.fromkeys(("owner", "manager", "sponsor"), "manager"),
}


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    yield build_world()
    for signal in AROUND_REQUESTS:
        signal.connect(close_old_connections)


def keep_connection() -> None:
    """A request inside a transaction of the test must not close its connection; Django's test client does the same,
    and takes it back after each request."""
    for signal in AROUND_REQUESTS:
        signal.disconnect(close_old_connections)


class Caller:
    """A program with a token of somebody."""

    def __init__(self, world: World, persona: str, access: str = TokenAccess.ADMINISTER, days: int = 1) -> None:
        expiry = timedelta(days=days)
        _made, token = ApiToken.objects.create(world.people[persona], expiry=expiry, name="Contract", access=access)
        self.headers = {"Authorization": f"Bearer {token}"}

    def failures(self, examples: int) -> list[str]:
        """What did not keep to the description, one text an operation."""
        described = schemathesis.openapi.from_wsgi(DESCRIPTION, application)
        found = []
        for result in described.get_all_operations():
            operation = result.ok()
            for mode in _modes(operation):
                try:
                    self._ask(operation, mode, examples)
                except (Exception, BaseExceptionGroup) as error:
                    found.append(f"{operation.label} {mode.value}: {error}")
        return found

    def _ask(self, operation: Any, mode: GenerationMode, examples: int) -> None:
        known = self._known(operation.path) if mode is GenerationMode.POSITIVE else None
        keep_connection()

        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            if mode is GenerationMode.POSITIVE:
                _make_real(case, known)
            with undone():
                case.call_and_validate(headers=self.headers, excluded_checks=UNFIT)

        send()

    def _known(self, path: str) -> tuple[str, str] | None:
        """The id and the ETag of an object of this kind, if the caller sees one."""
        collection, parameter, _rest = path.partition("{id}")
        rows = Client(headers=self.headers).get(collection, {"page_size": 1}) if parameter else None
        if rows is None or rows.status_code != 200 or not rows.json()["results"]:
            return None
        row = rows.json()["results"][0]
        return str(row.get("id") or row.get("project")), f'"{row.get("version", 1)}"'


def _modes(operation: Any) -> list[GenerationMode]:
    """Where only an id is asked for nothing can be wrong, and looking for it takes long."""
    headers = [each for each in operation.headers if each.name != "Authorization"]
    asks = headers or len(operation.query) or len(operation.body)
    return [GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if asks else [])]


def _make_real(case: Any, known: tuple[str, str] | None) -> None:
    if known:
        case.path_parameters["id"] = known[0]
        if "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = known[1]
    if isinstance(case.body, dict):
        case.body.update({name: value for name, value in NAMES.items() if name in case.body})


def expect_none(found: list[str]) -> None:
    if found:
        pytest.fail("\n\n".join(found), pytrace=False)


@pytest.mark.parametrize("persona", PERSONAS)
def test_as_each_role(world: World, persona: str) -> None:
    expect_none(Caller(world, persona).failures(EXAMPLES.get(persona, FEW)))


def test_with_a_token_that_only_reads(world: World) -> None:
    expect_none(Caller(world, "administrator", TokenAccess.READ).failures(1))


def test_with_a_token_that_has_expired(world: World) -> None:
    expect_none(Caller(world, "administrator", days=-1).failures(1))
