"""The bench reckons right: percentiles, growth, verdicts, and what it may drop."""

import json
from pathlib import Path

import pytest

from tests.bench.arithmetic import best, growth_exponent, percentile
from tests.bench.clients import Answers, total
from tests.bench.report import Figure, in_order, table, write


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.01, 1.0), (0.5, 50.0), (0.95, 95.0), (0.951, 96.0), (1.0, 100.0)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], share) == value


def test_a_percentile_of_one_value_is_that_value_and_of_none_there_is_none() -> None:
    assert percentile([3.0], 0.95) == 3.0
    with pytest.raises(ValueError, match="no value"):
        percentile([], 0.95)


@pytest.mark.parametrize("exponent", [0.0, 0.5, 1.0, 2.0])
def test_the_exponent_of_growth_is_found_again(exponent: float) -> None:
    times = {size: 0.003 * size**exponent for size in (1_000, 3_000, 10_000)}
    assert growth_exponent(times) == pytest.approx(exponent, abs=1e-9)


def test_ten_times_the_rows_in_eleven_times_the_time_is_a_little_more_than_linear() -> None:
    assert growth_exponent({1_000: 1.0, 10_000: 11.0}) == pytest.approx(1.0414, abs=1e-4)
    with pytest.raises(ValueError, match="two sizes"):
        growth_exponent({1_000: 1.0})


def test_the_best_of_several_runs_is_the_shortest() -> None:
    assert best([3.0, 1.0, 2.0]) == 1.0


def test_answers_of_several_kinds_add_up() -> None:
    whole = total([Answers([0.1, 0.2], 1, 2.0), Answers([0.3], 0, 1.0)])
    assert (whole.seconds, whole.errors, whole.lasted) == ([0.1, 0.2, 0.3], 1, 2.0)
    assert (whole.rate, whole.p50_ms, whole.p95_ms) == (1.5, 200.0, 300.0)


@pytest.mark.parametrize(
    ("value", "goal", "at_least", "verdict"),
    [(3.0, 3.0, False, "met"), (3.1, 3.0, False, "missed"), (0.5, 0.5, True, "met"), (0.4, 0.5, True, "missed")],
)
def test_a_goal_is_met_on_its_very_value(value: float, goal: float, at_least: bool, verdict: str) -> None:
    assert Figure("a", "b", value, "×", goal=goal, at_least=at_least).verdict == verdict


def test_ratios_come_first_then_goals_then_the_rest(tmp_path: Path) -> None:
    told = Figure("api", "told", 1234.5, "/s")
    goal = Figure("api", "goal", 20.0, "ms", goal=15.0)
    ratio = Figure("facts", "ratio", 2.5, "×")
    assert in_order([told, goal, ratio]) == [ratio, goal, told]
    assert [line.split()[1] for line in table([told, goal, ratio]).splitlines()] == ["figure", "ratio", "goal", "told"]
    write([told, goal, ratio], {"machine": {"cores": 2}}, tmp_path / "there" / "bench.json")
    kept = json.loads((tmp_path / "there" / "bench.json").read_text())
    assert kept["machine"] == {"cores": 2}
    assert [figure["verdict"] for figure in kept["figures"]] == ["", "missed", ""]
