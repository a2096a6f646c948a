"""The published totals come out of the plans to the last digit."""

from collections import Counter
from datetime import date
from decimal import Decimal

from portfolio.interop.formats.plan import AmountPlan, ImportPlan
from portfolio.interop.formats.profile import Measure

from .real_files import plan, real_bytes


def amounts(result: ImportPlan, measure: Measure, line: str = "") -> list[AmountPlan]:
    found = [one for row in result.rows for one in row.amounts if one.target.measure == measure]
    return [one for one in found if one.line.startswith(line)]


def total(found: list[AmountPlan]) -> Decimal:
    return sum((one.amount for one in found if one.amount is not None), Decimal(0))


def absent(found: list[AmountPlan]) -> Counter[str]:
    return Counter(one.absence.kind for one in found if one.absence)


def test_us_it_costs_are_exact_and_eight_are_unknown() -> None:
    result = plan(real_bytes("us-it"), "us-it")
    assert (result.read, len(result.rows), len(result.rejections), len(result.warnings)) == (1073, 1073, 0, 10)
    planned, projected = amounts(result, Measure.APPROVED), amounts(result, Measure.EAC)
    assert total(planned) == 26_970_706_944
    assert total(projected) == 29_549_497_171
    assert absent(planned) == absent(projected) == {"unknown": 8}
    assert result.sums["Planned_Cost_M"].incoming == Decimal("26970.706944")
    assert result.sums["Projected_Actual_Cost_M"].taken == Decimal("29549.497171")
    assert len({row.portfolio.code for row in result.rows}) == 13
    assert len({row.programme and row.programme.code for row in result.rows}) == 263


def test_us_it_keys_lose_their_thousands_separator() -> None:
    result = plan(real_bytes("us-it"), "us-it")
    assert {"US-2210", "US-1034"} <= {row.project.named.code for row in result.rows}
    assert all(row.project.named.external_id.isdigit() for row in result.rows)


def test_us_it_dates_in_the_wrong_order_become_unknown_and_the_row_stays() -> None:
    result = plan(real_bytes("us-it"), "us-it")
    reversed_rows = {warning.row for warning in result.warnings}
    for row in result.rows:
        if row.number in reversed_rows:
            assert row.project.start is None
            assert row.project.absences["start"].kind == "unknown"
            assert "lies before the start" in row.project.absences["finish"].reason


def test_nyc_amounts_by_year_and_source_are_exact() -> None:
    result = plan(real_bytes("nyc-capital"), "nyc-capital")
    assert (result.read, len(result.rejections)) == (1108, 0)
    assert total(amounts(result, Measure.APPROVED)) == 5_911_321_000
    assert total(amounts(result, Measure.EAC)) == 8_025_120_000
    assert total(amounts(result, Measure.ACTUAL)) == 3_503_939_000
    years = {"2021": 1128061, "2022": 752806, "2023": 417650, "2024": 965697, "2025": 272903, "to complete": 984064}
    for label, expected in years.items():
        lines = [one for one in amounts(result, Measure.PLANNED) if one.period and one.period.label == label]
        assert total(lines) == expected * 1000
    assert sum(bool(row.issue) for row in result.rows) == 650
    assert len({row.portfolio.code for row in result.rows}) == 12
    assert len({row.project.named.code for row in result.rows}) == 1108


def test_nyc_fiscal_year_runs_from_july_to_june() -> None:
    result = plan(real_bytes("nyc-capital"), "nyc-capital")
    line = next(one for one in amounts(result, Measure.PLANNED, "city:2021"))
    assert line.period
    assert (line.period.start, line.period.end) == (date(2020, 7, 1), date(2021, 6, 30))


def test_gmpp_sentences_are_withheld_or_unknown_with_their_text() -> None:
    result = plan(real_bytes("gmpp"), "gmpp")
    assert (result.read, len(result.rejections)) == (19, 0)
    baseline, forecast = amounts(result, Measure.APPROVED), amounts(result, Measure.EAC)
    assert total(baseline) == 7_310_950_000
    assert total(forecast) == 6_917_220_000
    assert absent(baseline) == absent(forecast) == {"unknown": 1, "withheld": 1}
    whole_life, benefits = amounts(result, Measure.WHOLE_LIFE), amounts(result, Measure.BENEFITS)
    assert total(whole_life) == 67_446_000_000
    assert absent(whole_life) == {"withheld": 5, "unknown": 2}
    assert total(benefits) == 64_173_000_000
    assert absent(benefits) == {"withheld": 3, "unknown": 2}
    reasons = {one.absence.reason for one in whole_life if one.absence}
    assert "ARMP adjustments - Project not yet in a position to give cost/schedule" in reasons


def test_gmpp_declared_health_comes_from_either_assessment() -> None:
    result = plan(real_bytes("gmpp"), "gmpp")
    assert Counter(row.project.health for row in result.rows) == {"amber": 13, "green": 4, "red": 1, "grey": 1}
    grey = next(row for row in result.rows if row.project.health == "grey")
    assert grey.project.absences["declared_health"].kind == "withheld"
    assert grey.project.absences["start"].kind == "withheld"


def test_gmpp_year_comes_from_the_headers() -> None:
    result = plan(real_bytes("gmpp").replace(b"2023/24", b"2021/22"), "gmpp")
    line = amounts(result, Measure.APPROVED)[0]
    assert line.period
    assert (line.period.label, line.period.start, line.on) == ("2021-22", date(2021, 4, 1), date(2022, 3, 31))
