"""Servers of the fault tests' own, started once for all of them."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.services.faults.servers import missing
from tests.services.faults.stack import Stack


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    reason = missing()
    if reason and os.environ.get("VIGIE_SERVICES") != "required":
        pytest.skip(reason)
    assert reason is None, reason
    made = Stack(tmp_path_factory.mktemp("faults"))
    yield made
    made.close()


@pytest.fixture
def stack(servers: Stack) -> Stack:
    """The servers, with nothing in them."""
    servers.empty()
    return servers


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """What a test measured, shown at the end of the run (tests/conftest.py)."""
    return lambda text: record_property("figures", text)
