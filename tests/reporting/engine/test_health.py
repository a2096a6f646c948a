from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.engine.health import DIMENSIONS, Limits, Signs, Thresholds, assess, is_stale, worst

D = Decimal
DEFAULTS = Thresholds()
shares = st.decimals(min_value=-2, max_value=2, places=3)


@pytest.mark.parametrize(
    ("signs", "dimension", "colour"),
    [
        (Signs(cost_overrun=D("0.05")), "cost", "green"),
        (Signs(cost_overrun=D("0.0501")), "cost", "amber"),
        (Signs(cost_overrun=D("0.1001")), "cost", "red"),
        (Signs(cpi=D("0.95")), "cost", "green"),
        (Signs(cpi=D("0.949")), "cost", "amber"),
        (Signs(cpi=D("0.899")), "cost", "red"),
        (Signs(cost_overrun=D(0), cpi=D("0.5")), "cost", "red"),
        (Signs(finish_variance=D(5)), "schedule", "green"),
        (Signs(finish_variance=D(6)), "schedule", "amber"),
        (Signs(finish_variance=D(21)), "schedule", "red"),
        (Signs(spi=D("0.94")), "schedule", "amber"),
        (Signs(finish_variance=D(-3), gate_missed=True), "schedule", "red"),
        (Signs(gate_missed=False), "schedule", "green"),
        (Signs(risk_score=D(11)), "risks", "green"),
        (Signs(risk_score=D(12)), "risks", "amber"),
        (Signs(risk_score=D(20)), "risks", "red"),
        (Signs(exposure=D("0.51")), "risks", "amber"),
        (Signs(exposure=D("1.01")), "risks", "red"),
        (Signs(pending_changes=D("0.06")), "scope", "amber"),
        (Signs(pending_changes=D("0.11")), "scope", "red"),
    ],
)
def test_default_thresholds(signs, dimension, colour) -> None:
    assert assess(signs, DEFAULTS)[dimension] == colour


def test_nothing_known_is_grey_everywhere() -> None:
    colours = assess(Signs(), DEFAULTS)
    assert set(colours) == set(DIMENSIONS)
    assert set(colours.values()) == {"grey"}
    assert worst(colours) == "grey"


def test_overall_is_the_worst_known_dimension() -> None:
    assert worst({"cost": "green", "risks": "amber", "scope": "grey"}) == "amber"


def test_a_stale_report_greys_every_dimension_whatever_it_was() -> None:
    assert set(assess(Signs(cpi=D("0.2")), DEFAULTS, stale=True).values()) == {"grey"}


@pytest.mark.parametrize(
    ("overrun", "previous", "colour"),
    [
        ("0.095", "red", "red"),
        ("0.09", "red", "amber"),
        ("0.046", "red", "amber"),
        ("0.046", "amber", "amber"),
        ("0.045", "amber", "green"),
        ("0.046", "green", "green"),
        ("0.046", "grey", "green"),
        ("0.2", "green", "red"),
    ],
)
def test_a_better_colour_must_be_earned_by_a_tenth_of_the_threshold(overrun, previous, colour) -> None:
    assert assess(Signs(cost_overrun=D(overrun)), DEFAULTS, previous={"cost": previous})["cost"] == colour


def test_an_index_recovers_by_a_tenth_of_its_shortfall() -> None:
    held = {"cost": "red"}
    assert assess(Signs(cpi=D("0.905")), DEFAULTS, previous=held)["cost"] == "red"
    assert assess(Signs(cpi=D("0.91")), DEFAULTS, previous=held)["cost"] == "amber"


@given(shares, st.sampled_from(["green", "amber", "red", "grey"]))
def test_memory_never_makes_a_colour_better(overrun, previous) -> None:
    order = ["green", "amber", "red"]
    fresh = assess(Signs(cost_overrun=overrun), DEFAULTS)["cost"]
    held = assess(Signs(cost_overrun=overrun), DEFAULTS, previous={"cost": previous})["cost"]
    assert order.index(held) >= order.index(fresh)


def test_limits_are_those_of_the_portfolio() -> None:
    tight = Thresholds(cost_overrun=Limits(D("0.01"), D("0.02")))
    assert assess(Signs(cost_overrun=D("0.03")), tight)["cost"] == "red"


@pytest.mark.parametrize(
    ("age", "running", "stale"),
    [(35, None, False), (36, None, True), (0, 900, False), (None, 36, True), (None, 10, False), (None, None, False)],
)
def test_a_report_is_stale_after_period_and_grace(age, running, stale) -> None:
    assert is_stale(report_age=age, period_days=30, grace_days=5, running_days=running) is stale
