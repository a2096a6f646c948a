"""Handing work to the queue: a broker that is away costs a person nothing but the first timeout."""

from typing import Any

import pytest
from kombu.exceptions import OperationalError

from pmo.core.queue import background
from pmo.core.queue.background import QUIET, _Broker, hint


class FakeTask:
    """Remembers what it was sent with; without a broker it raises what Celery does."""

    name = "tests.fake"

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.reachable = True

    def apply_async(self, **options: Any) -> None:
        self.sent.append(options)
        if not self.reachable:
            raise OperationalError("Timeout reading from socket")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    now = {"now": 1000.0}
    monkeypatch.setattr(background.time, "monotonic", lambda: now["now"])
    monkeypatch.setattr(_Broker, "silent_until", 0.0)
    return now


def test_a_hint_is_sent_with_its_arguments(clock: dict[str, float]) -> None:
    task = FakeTask()
    assert hint(task, project_ids=[1, 2])  # type: ignore[arg-type]
    assert hint(task, expires=60, run_id=3)  # type: ignore[arg-type]
    assert task.sent == [
        {"kwargs": {"project_ids": [1, 2]}, "expires": None},
        {"kwargs": {"run_id": 3}, "expires": 60},
    ]


def test_after_a_failure_the_broker_is_left_alone_for_a_while(clock: dict[str, float]) -> None:
    task = FakeTask()
    task.reachable = False
    assert not hint(task)  # type: ignore[arg-type]
    clock["now"] += QUIET - 1
    assert not hint(task)  # type: ignore[arg-type]
    assert len(task.sent) == 1
    task.reachable = True
    clock["now"] += 1
    assert hint(task)  # type: ignore[arg-type]
    assert len(task.sent) == 2
