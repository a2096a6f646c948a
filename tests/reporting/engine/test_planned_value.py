from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.engine.planned_value import (
    PlannedPeriod,
    month_end,
    monthly_curve,
    planned_value,
    share_elapsed,
    working_days,
    working_days_between,
)

D = Decimal
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))


@given(days, st.integers(min_value=-3, max_value=900))
def test_working_days_agree_with_counting_them(start, length) -> None:
    end = start + timedelta(days=length)
    counted = sum((start + timedelta(days=day)).weekday() < 5 for day in range(length + 1))
    assert working_days(start, end) == max(counted, 0)


def test_a_holiday_is_not_worked() -> None:
    assert working_days(date(2025, 4, 28), date(2025, 5, 4)) == 5
    assert working_days(date(2025, 4, 28), date(2025, 5, 4), [date(2025, 4, 21), date(2025, 5, 1)]) == 4
    assert working_days_between(date(2025, 4, 30), date(2025, 5, 5), [date(2025, 5, 1)]) == 2


def test_days_between_are_signed_and_leave_the_first_day_out() -> None:
    friday, monday = date(2025, 5, 2), date(2025, 5, 5)
    assert working_days_between(friday, monday) == 1
    assert working_days_between(monday, friday) == -1
    assert working_days_between(friday, friday) == 0


@pytest.mark.parametrize(
    ("as_of", "share"),
    [
        (date(2024, 2, 29), D(0)),
        (date(2024, 3, 1), D(1) / D(21)),
        (date(2024, 3, 3), D(1) / D(21)),
        (date(2024, 3, 15), D(11) / D(21)),
        (date(2024, 3, 31), D(1)),
    ],
)
def test_a_month_elapses_by_working_days(as_of, share) -> None:
    assert share_elapsed(date(2024, 3, 1), date(2024, 3, 31), as_of) == share


def test_a_week_end_elapses_by_calendar_days() -> None:
    assert share_elapsed(date(2024, 3, 2), date(2024, 3, 3), date(2024, 3, 2)) == D("0.5")


@given(days, st.integers(min_value=0, max_value=800), days, days)
def test_elapsed_share_never_goes_back(start, length, one, other) -> None:
    end = start + timedelta(days=length)
    before, after = sorted((one, other))
    assert 0 <= share_elapsed(start, end, before) <= share_elapsed(start, end, after) <= 1


def test_planned_value_adds_whole_periods_and_part_of_the_running_one() -> None:
    plan = [
        PlannedPeriod(date(2024, 1, 1), date(2024, 1, 31), D(100)),
        PlannedPeriod(date(2024, 3, 1), date(2024, 3, 31), D(210)),
        PlannedPeriod(date(2024, 4, 1), date(2024, 4, 30), D(999)),
    ]
    assert planned_value(plan, date(2024, 3, 15)) == D(100) + D(210) * D(11) / D(21)


def test_a_curve_runs_by_month_and_ends_on_the_whole_plan() -> None:
    plan = [
        PlannedPeriod(date(2024, 1, 1), date(2024, 3, 31), D(650)),
        PlannedPeriod(date(2024, 5, 1), date(2024, 5, 31), D(50)),
    ]
    curve = monthly_curve(plan)
    assert curve is not None
    assert curve.first_month == date(2024, 1, 1)
    assert [round(value, 10) for value in curve.values] == [D(230), D(440), D(650), D(650), D(700)]
    assert curve.elapsed(date(2024, 5, 31)) == D(5)
    assert curve.elapsed(date(2023, 12, 31)) == D(0)


def test_nothing_planned_has_no_curve() -> None:
    assert monthly_curve([]) is None
    assert monthly_curve([PlannedPeriod(date(2024, 1, 1), date(2024, 1, 31), D(0))]) is None


@given(st.lists(st.tuples(days, st.integers(0, 400), st.decimals(0, 10**9, places=2)), min_size=1, max_size=5), days)
def test_curve_and_planned_value_tell_the_same_story_at_month_ends(rows, day) -> None:
    plan = [PlannedPeriod(start, start + timedelta(days=length), amount) for start, length, amount in rows]
    curve = monthly_curve(plan)
    if curve is None:
        return
    month = month_end(day)
    index = (month.year - curve.first_month.year) * 12 + month.month - curve.first_month.month
    expected = D(0) if index < 0 else curve.values[min(index, len(curve.values) - 1)]
    assert abs(planned_value(plan, month) - expected) < D("0.000001")
