"""Colours and due dates of KPIs."""

from datetime import date
from decimal import Decimal as D

import pytest

from reporting.engine.kpi_judgement import judge, next_due


@pytest.mark.parametrize(
    ("value", "higher", "colour"),
    [
        (D("0.95"), True, "green"),
        (D("0.94"), True, "amber"),
        (D("0.89"), True, "red"),
        (D("0.91"), False, "red"),
        (None, True, "grey"),
    ],
)
def test_a_threshold_belongs_to_its_better_side(value, higher, colour):
    assert judge(value, higher_is_better=higher, amber=D("0.95") if higher else D("0.8"), red=D("0.90")) == colour


def test_without_thresholds_nothing_is_judged():
    assert judge(D(1), higher_is_better=True, amber=None, red=None) == ""


@pytest.mark.parametrize(
    ("last", "frequency", "due"),
    [
        (date(2026, 1, 31), "monthly", date(2026, 2, 28)),
        (date(2026, 2, 28), "monthly", date(2026, 3, 31)),
        (date(2026, 1, 15), "quarterly", date(2026, 4, 15)),
        (date(2026, 12, 31), "yearly", date(2027, 12, 31)),
        (date(2026, 12, 28), "weekly", date(2027, 1, 4)),
        (None, "weekly", date(2026, 1, 1)),
    ],
)
def test_the_next_value_follows_the_calendar(last, frequency, due):
    assert next_due(last, frequency, since=date(2026, 1, 1)) == due
