"""A movement since the last month is told over the same projects."""

import datetime as dt
from decimal import Decimal

from reporting.queries.previous import Previous


def test_a_project_that_came_later_is_no_movement() -> None:
    before = Previous(dt.date(2026, 10, 31), 2, {}, 0, {1: {"eac": Decimal(100)}, 2: {}})
    now = {1: (Decimal(110), Decimal(1)), 2: (Decimal(50), Decimal(1)), 3: (Decimal(1_000_000), Decimal(1))}
    assert before.movement("eac", now) == (Decimal(10), 1)
    assert before.movement("ac", now) is None
    assert before.movement("eac", {1: (None, Decimal(1))}) is None


def test_a_change_of_rate_alone_is_no_movement() -> None:
    before = Previous(dt.date(2026, 10, 31), 1, {"eac": Decimal(80)}, 0, {1: {"eac": Decimal(100)}})
    assert before.movement("eac", {1: (Decimal(100), Decimal("0.9"))}) == (Decimal(0), 1)
