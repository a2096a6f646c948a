"""After a long outage: marks in plenty, and not one message about them."""

import time
from collections.abc import Callable

from tests.services.faults.stack import Stack
from tests.services.processes import wait_until

PROJECTS = 10_000


def test_a_large_backlog_is_drained_by_the_sweep_alone(stack: Stack, figures: Callable[[str], None]) -> None:
    codes = stack.inside("seed", projects=PROJECTS, sessions=0)["codes"]
    stack.inside("mark", codes=codes)
    assert stack.redis.flush() > 0
    assert stack.marked() == PROJECTS
    with stack.running("worker", "beat"):
        begun = time.monotonic()
        wait_until(lambda: stack.marked() == 0, seconds=120, what="the sweep")
        figures(f"{PROJECTS} projects marked, no message left: fresh after {time.monotonic() - begun:.0f} s")
    assert stack.inside("judge") == {"projects": PROJECTS, "wrong": []}
