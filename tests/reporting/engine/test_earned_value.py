"""Worked numbers of the specification, and what must hold for any numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.engine.earned_value import (
    Performance,
    difference,
    duration_at_completion,
    earned_schedule,
    estimate_at_completion,
    quotient,
    schedule_index,
    to_complete_index,
)

D = Decimal
LATE = Performance(bac=D(500_000), pv=D(250_000), ev=D(200_000), ac=D(290_000))
amounts = st.decimals(min_value=0, max_value=10**12, places=2)


def test_a_late_and_dear_project_has_the_published_variances_and_indices() -> None:
    assert difference(LATE.ev, LATE.pv) == D(-50_000)
    assert difference(LATE.ev, LATE.ac) == D(-90_000)
    assert LATE.spi == D("0.8")
    assert round(LATE.cpi or 0, 3) == D("0.690")


@pytest.mark.parametrize(
    ("method", "eac"), [("typical", D(725_000)), ("atypical", D(590_000)), ("combined", D(833_750))]
)
def test_each_method_gives_its_published_estimate_exactly(method, eac) -> None:
    assert estimate_at_completion(method, LATE) == eac


def test_etc_vac_and_tcpi_follow_from_the_typical_estimate() -> None:
    eac = estimate_at_completion("typical", LATE)
    assert difference(eac, LATE.ac) == D(435_000)
    assert difference(LATE.bac, eac) == D(-225_000)
    to_bac = to_complete_index(bac=LATE.bac, ev=LATE.ev, ac=LATE.ac, target=LATE.bac)
    to_eac = to_complete_index(bac=LATE.bac, ev=LATE.ev, ac=LATE.ac, target=eac)
    assert round(to_bac or 0, 3) == D("1.429")
    assert round(to_eac or 0, 4) == D("0.6897")


def test_the_second_published_project() -> None:
    project = Performance(bac=D(100_000), pv=D(40_000), ev=D(35_000), ac=D(36_000))
    assert difference(project.ev, project.pv) == D(-5_000)
    assert difference(project.ev, project.ac) == D(-1_000)
    assert project.spi == D("0.875")
    assert round(project.cpi or 0, 4) == D("0.9722")


def test_the_manager_s_total_wins_over_what_he_has_left_to_spend() -> None:
    assert estimate_at_completion("manager", LATE, given=D(600_000), etc_given=D(1)) == D(600_000)
    assert estimate_at_completion("manager", LATE, etc_given=D(310_000)) == D(600_000)
    assert estimate_at_completion("manager", LATE) is None


@pytest.mark.parametrize("method", ["typical", "atypical", "combined", "manager"])
def test_an_estimate_without_its_operands_is_unknown(method) -> None:
    assert estimate_at_completion(method, Performance(bac=D(10), pv=D(5), ac=D(3))) is None


def test_dividing_by_zero_is_unknown_not_an_error() -> None:
    assert quotient(D(1), D(0)) is None
    assert estimate_at_completion("typical", Performance(bac=D(10), ev=D(0), ac=D(3), pv=D(1))) is None
    assert to_complete_index(bac=D(10), ev=D(1), ac=D(10), target=D(10)) is None


@given(amounts, st.none() | amounts)
def test_an_unknown_operand_never_becomes_a_number(known, other) -> None:
    expected = None if other is None else known - other
    assert difference(known, other) == expected
    assert quotient(None, known) is None


@given(bac=amounts, ev=amounts, ac=amounts)
def test_with_cpi_of_one_typical_and_atypical_agree(bac, ev, ac) -> None:
    even = Performance(bac=bac, ev=ev, ac=ev)
    if ev:
        assert abs((estimate_at_completion("typical", even) or 0) - bac) < D("0.001")
    assert estimate_at_completion("atypical", even) == bac


def test_earned_schedule_interpolates_inside_the_running_period() -> None:
    curve = [D(100), D(250), D(450), D(500)]
    assert earned_schedule(curve, D(200)) == D(1) + D(100) / D(150)
    assert earned_schedule(curve, D(250)) == D(2)
    assert earned_schedule(curve, D(0)) == D(0)
    assert earned_schedule(curve, D(900)) == D(4)


def test_earned_schedule_needs_a_plan_and_an_earned_value() -> None:
    assert earned_schedule([], D(1)) is None
    assert earned_schedule([D(0), D(0)], D(0)) is None
    assert earned_schedule([D(10)], None) is None


@given(st.lists(amounts, min_size=1, max_size=40), st.integers(min_value=1, max_value=40))
def test_what_was_planned_at_a_month_s_end_is_earned_by_that_month(steps, month) -> None:
    curve = [sum(steps[: index + 1], D(0)) for index in range(len(steps))]
    month = min(month, len(curve))
    if curve[-1] > 0:
        earned = earned_schedule(curve, curve[month - 1])
        assert earned is not None
        assert month <= earned <= len(curve)


def test_time_indices() -> None:
    index = schedule_index(D(6), D(8))
    assert index == D("0.75")
    assert duration_at_completion(D(12), index) == D(16)
    assert duration_at_completion(D(12), schedule_index(D(6), D(0))) is None
