"""Totals follow rights, currencies and dates, and open to rows that add up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo.core.roles import Role
from reporting.actions.facts import recompute_facts
from reporting.engine.rollup import Total
from reporting.queries.rollup import roll_up, roll_up_children
from reporting.queries.rows import NoSuchMeasure, measure_rows
from reporting.queries.scope import ORGANISATION, Scope, ScopeAmbiguous, ScopeNotFound, parse_scope
from tests.factories import (
    DAY,
    NOON,
    make_actual,
    make_budget_line,
    make_forecast,
    make_issue,
    make_member,
    make_organisation,
    make_portfolio,
    make_programme,
    make_project,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db
D = Decimal


def store() -> None:
    recompute_facts(project_ids=None, as_of=DAY, at=NOON)


def test_a_total_says_how_many_know_it() -> None:
    for amount in ("100.10", "200.20"):
        make_budget_line(make_project(currency="USD"), amount)
    make_budget_line(make_project(currency="USD"), None, missing="withheld", missing_reason="Exempt")
    make_project(currency="USD")
    store()
    rollup = roll_up(None, ORGANISATION, DAY)
    assert rollup.currency == "USD"
    assert rollup.projects == 4
    assert rollup.measures["approved_budget"] == Total(D("300.30"), 2, 1, 4)
    assert rollup.measures["AC"] == Total(None, 0, 0, 4)
    assert rollup.measures["VAC"].withheld == 1


def test_ratios_are_of_sums_over_projects_that_know_both_sides() -> None:
    for budget, progress, spent in (("100", 50, "40"), ("900", 10, "200")):
        project = make_project()
        make_budget_line(project, budget)
        make_report(project, progress=progress)
        make_actual(project, spent)
    only_spent = make_project()
    make_actual(only_spent, "1000")
    store()
    rollup = roll_up(None, ORGANISATION, DAY)
    assert rollup.measures["CPI"] == Total(D(140) / D(240), 2, 0, 3)
    assert rollup.value("AC") == D(1240)
    assert rollup.value("progress") == D("0.14")


def test_stored_facts_and_facts_computed_for_another_day_tell_the_same() -> None:
    programme = make_programme()
    for number in range(3):
        project = make_project(
            programme=programme, currency="EUR" if number else "USD", baseline_finish=DAY, finish=DAY
        )
        make_budget_line(project, f"{number + 1}00.33", period_start=date(2026, 1, 1), period_end=date(2026, 12, 31))
        make_actual(project, "12.34")
        make_report(project, progress=30, declared_health="amber")
        make_issue(project)
    make_budget_line(make_project(), None, missing="withheld", missing_reason="Exempt")
    computed = roll_up(None, ORGANISATION, DAY)
    store()
    stored = roll_up(None, ORGANISATION, DAY)
    assert stored == computed
    assert stored.health == {"green": 0, "amber": 3, "red": 0, "grey": 1}
    assert [period.label for period in stored.periods] == [period.label for period in computed.periods]


def test_the_past_is_told_as_it_was() -> None:
    project = make_project()
    make_budget_line(project, "100")
    make_actual(project, "10", posting_date=DAY - timedelta(days=40))
    make_actual(project, "5", posting_date=DAY)
    store()
    assert roll_up(None, ORGANISATION, DAY).value("AC") == D(15)
    assert roll_up(None, ORGANISATION, DAY - timedelta(days=1)).value("AC") == D(10)


def test_several_currencies_meet_in_the_organisation_s_at_the_last_published_rate() -> None:
    make_organisation(reporting_currency="EUR")
    make_budget_line(make_project(currency="USD"), "110.23")
    make_budget_line(make_project(currency="EUR"), "50")
    make_budget_line(make_project(currency="XXX"), "1")
    rollup = roll_up(None, ORGANISATION, date(2023, 12, 25))
    assert rollup.currency == "EUR"
    total = rollup.measures["approved_budget"]
    assert total.value == D(150)
    assert (total.known, total.of) == (2, 3)
    used = rollup.rates["USD"]
    assert used is not None
    assert used.on == date(2023, 12, 22)
    assert rollup.rates["XXX"] is None


def test_totals_hold_only_what_the_person_may_see() -> None:
    mine, other = make_portfolio(), make_portfolio()
    make_budget_line(make_project(portfolio=mine), "100")
    make_budget_line(make_project(portfolio=mine, confidential=True), "1000")
    make_budget_line(make_project(portfolio=other), "10000")
    store()
    member = make_member(Role.PROJECT_MANAGER, mine)
    assert roll_up(member, ORGANISATION, DAY).measures["approved_budget"] == Total(D(100), 1, 0, 1)
    assert roll_up(make_user(), ORGANISATION, DAY).measures["approved_budget"] == Total(None, 0, 0, 0)
    assert roll_up(make_member(Role.EXECUTIVE), ORGANISATION, DAY).value("approved_budget") == D(11_100)


def test_the_parts_of_a_scope_are_the_whole() -> None:
    top = make_portfolio("TOP")
    nested = make_portfolio("NEST", parent=top)
    programme = make_programme("PRG", portfolio=top)
    make_budget_line(make_project("A", portfolio=nested), "1")
    make_budget_line(make_project("B", programme=programme), "20")
    make_budget_line(make_project("C", portfolio=top), "300")
    make_budget_line(make_project("D"), "4000")
    store()
    parts = {
        str(scope): rollup.value("approved_budget") for scope, rollup in roll_up_children(None, Scope.of(top), DAY)
    }
    assert parts == {"portfolio:NEST": D(1), "programme:PRG": D(20), "project:C": D(300)}
    whole = roll_up(None, Scope.of(top), DAY).value("approved_budget")
    assert whole == sum(parts.values())
    tops = roll_up_children(None, ORGANISATION, DAY)
    assert sorted(rollup.value("approved_budget") or 0 for _, rollup in tops) == [D(321), D(4000)]
    assert [str(scope) for scope, _ in roll_up_children(None, Scope.of(programme), DAY)] == ["project:B"]


@pytest.mark.parametrize("measure", ["approved_budget", "EAC", "VAC", "open_issues"])
def test_the_rows_behind_a_number_add_up_to_it(measure) -> None:
    for number in range(4):
        project = make_project(currency="USD" if number % 2 else "GBP")
        make_budget_line(project, f"{number}1234567.89")
        make_forecast(project, f"{number}2345678.91")
        make_issue(project)
    make_budget_line(make_project(currency="USD"), None, missing="withheld", missing_reason="Exempt")
    store()
    total = roll_up(None, ORGANISATION, DAY, "EUR").measures[measure]
    rows = measure_rows(None, measure, ORGANISATION, DAY, "EUR")
    assert round(sum((row.value for row in rows if row.value is not None), D(0)), 6) == total.value
    assert sum(row.value is not None for row in rows) == total.known
    assert sum(row.missing == "withheld" for row in rows) == total.withheld
    assert len(rows) == total.of


def test_a_row_without_a_value_says_why() -> None:
    make_budget_line(make_project(), None, missing="withheld", missing_reason="Exempt under Section 43")
    row = measure_rows(None, "CPI", ORGANISATION, DAY, "EUR")[0]
    assert (row.value, row.missing, row.reason) == (None, "withheld", "Exempt under Section 43")
    with pytest.raises(NoSuchMeasure):
        measure_rows(None, "happiness", ORGANISATION, DAY, "EUR")


def test_earned_schedule_comes_from_summed_curves() -> None:
    make_organisation(country="XX")
    for budget in ("1200", "2400"):
        project = make_project()
        for month in range(1, 13):
            start = date(2026, month, 1)
            end = date(2026 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            make_budget_line(project, str(D(budget) / 12), period_start=start, period_end=end)
        make_report(project, progress=25, period_end=date(2026, 4, 30))
    rollup = roll_up(None, ORGANISATION, date(2026, 4, 30))
    assert rollup.measures["ES"] == Total(D(3), 2, 0, 2)
    assert rollup.value("SPI(t)") == D("0.75")
    assert rollup.value("IEAC(t)") == D(16)


def test_money_by_period_and_source_comes_with_the_totals() -> None:
    project = make_project()
    year = {"period_label": "2026", "period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}
    make_budget_line(project, "100", funding_source="city", **year)
    make_budget_line(project, "40", funding_source="city", state="planned", **year)
    make_budget_line(project, "60", funding_source="city", state="planned", period_label="to complete")
    make_actual(project, "7", funding_source="city")
    make_actual(project, "3", funding_source="city", posting_date=date(2024, 2, 1))
    store()
    told = [
        (period.label, period.approved, period.planned, period.actual)
        for period in roll_up(None, ORGANISATION, DAY).periods
    ]
    assert told == [("2024", None, None, D(3)), ("2026", D(100), D(40), D(7)), ("to complete", None, D(60), None)]


def test_a_roll_up_takes_as_many_statements_for_one_project_as_for_many(django_assert_max_num_queries) -> None:
    portfolio = make_portfolio()
    make_budget_line(make_project(portfolio=portfolio))
    store()  # after which nothing that was kept is good any more
    with CaptureQueriesContext(
        connection,
    ) as one:
        roll_up(None, ORGANISATION, DAY)
        roll_up_children(None, ORGANISATION, DAY)
    for _ in range(5):
        make_budget_line(make_project(portfolio=portfolio))
    store()
    with django_assert_max_num_queries(len(one)):
        roll_up(None, ORGANISATION, DAY)
        roll_up_children(None, ORGANISATION, DAY)


def test_a_scope_is_found_by_code_then_source_id_then_name() -> None:
    portfolio = make_portfolio("PF-9", name="Health", external_id="9")
    twin = make_portfolio("PF-10", name="Health", external_id="10")
    for text in ("portfolio:PF-9", "portfolio:9"):
        assert parse_scope(text, user=None).target == portfolio
    assert str(parse_scope("portfolio:10", user=None)) == "portfolio:PF-10"
    assert parse_scope("organisation", user=None) == ORGANISATION
    with pytest.raises(ScopeAmbiguous, match="PF-10, PF-9"):
        parse_scope("portfolio:Health", user=None)
    for text in ("portfolio:none", "planet:Mars", "portfolio:", ""):
        with pytest.raises(ScopeNotFound):
            parse_scope(text, user=None)
    with pytest.raises(ScopeNotFound):
        parse_scope("portfolio:PF-10", user=make_member(Role.READER, portfolio))
    assert twin.code == "PF-10"
