"""Each cause is found with its numbers, and comes with the action that fits it."""

from decimal import Decimal as D

from reporting.engine.health import Thresholds
from reporting.engine.proposals import Drift, Position, drifts, heaviest

LIMITS = Thresholds()


def only(position: Position) -> Drift:
    [found] = drifts(position, LIMITS)
    return found


def test_nothing_known_is_no_drift() -> None:
    assert drifts(Position(), LIMITS) == []


def test_within_thresholds_is_no_drift() -> None:
    assert drifts(Position(budget=D(100), eac=D(105), finish_variance=D(5), risk_score=D(11)), LIMITS) == []


def test_an_overrun_that_efficiency_cannot_recover_asks_for_a_change() -> None:
    found = only(Position(budget=D(100), eac=D(120), bac=D(100), ev=D(50), ac=D(51), pv=D(50)))
    assert (found.cause, found.remedy, found.colour) == ("overrun", "cut_scope", "red")
    lost = drifts(Position(budget=D(100), eac=D(120), bac=D(100), ev=D(40), ac=D(60)), LIMITS)[0]
    assert (lost.cause, lost.remedy) == ("low_cpi", "reforecast")
    change = next(
        each
        for each in drifts(Position(budget=D(100), eac=D(120), bac=D(100), ac=D(60), ev=D(40)), LIMITS)
        if each.cause == "overrun"
    )
    assert change.remedy == "request_change"
    assert change.numbers == {"eac": D(120), "budget": D(100), "gap": D(20), "share": D("0.2"), "tcpi": D("1.5")}


def test_a_low_cpi_says_where_the_pace_leads() -> None:
    found = only(Position(bac=D(100), ev=D(40), ac=D(50)))
    assert found.numbers == {"cpi": D("0.8"), "trend": D(125)}
    assert found.remedy == "cut_scope"


def test_a_forecast_below_the_pace_is_to_be_redone() -> None:
    found = only(Position(bac=D(100), ev=D(40), ac=D(50), eac=D(100)))
    assert (found.cause, found.remedy) == ("low_cpi", "reforecast")


def test_lateness_counts_working_days() -> None:
    found = only(Position(finish_variance=D(6)))
    assert (found.cause, found.remedy, found.colour, found.weight) == ("late", "replan", "amber", D("0.3"))


def test_exposure_beyond_the_contingency_needs_money() -> None:
    beyond = only(Position(exposure=D(300), contingency=D(200)))
    inside = only(Position(exposure=D(150), contingency=D(200)))
    assert (beyond.remedy, beyond.numbers["gap"]) == ("fund_contingency", D(100))
    assert inside.remedy == "treat_risk"


def test_pending_changes_count_only_when_they_weigh() -> None:
    assert drifts(Position(pending_changes=4, scope="green"), LIMITS) == []
    assert only(Position(pending_changes=4, scope="red")).numbers == {"count": D(4)}


def test_the_heaviest_drift_speaks_for_its_dimension() -> None:
    found = drifts(Position(budget=D(100), eac=D(140), finish_variance=D(21), missed=2, risk_score=D(20)), LIMITS)
    assert [drift.cause for drift in found] == ["overrun", "late", "gate_missed", "risk"]
    assert [drift.cause for drift in heaviest(found)] == ["overrun", "late", "risk"]
