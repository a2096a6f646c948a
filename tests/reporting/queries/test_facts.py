"""Facts of one project at a date, source by source."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from projects.models import Project
from reporting.models import ProjectFact
from reporting.queries.facts import compute_facts
from tests.factories import (
    DAY,
    NOON,
    make_action,
    make_actual,
    make_budget_line,
    make_change,
    make_commitment,
    make_decision,
    make_forecast,
    make_issue,
    make_milestone,
    make_organisation,
    make_portfolio,
    make_project,
    make_report,
    make_risk,
    make_threshold_set,
)

pytestmark = pytest.mark.django_db
D = Decimal
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def facts_of(project: Project, as_of: date = DAY) -> ProjectFact:
    return compute_facts([project.pk], as_of=as_of, at=NOON)[0]


def test_a_project_without_data_knows_nothing_and_says_why() -> None:
    fact = facts_of(make_project())
    assert (fact.approved_budget, fact.ac, fact.eac, fact.ev, fact.threat_exposure) == (None,) * 5
    assert fact.unknown["approved_budget"] == "No approved budget line"
    assert fact.unknown["ac"] == "No cost posted yet"
    assert fact.withheld == {}
    assert fact.health == "grey"


def test_the_budget_in_force_leaves_out_plans_and_later_approvals() -> None:
    project = make_project()
    make_budget_line(project, "1000.01", original=D(900))
    make_budget_line(project, "50", approved_on=DAY)
    make_budget_line(project, "7", approved_on=AFTER)
    make_budget_line(project, "400", state="planned")
    fact = facts_of(project)
    assert fact.approved_budget == D("1050.01")
    assert fact.original_budget == D(950)
    assert fact.planned_spend == D(400)
    assert fact.bac == D("1050.01")


def test_a_sum_with_a_missing_line_is_no_partial_sum() -> None:
    project = make_project()
    make_budget_line(project, "1000")
    make_budget_line(project, None, missing="unknown", missing_reason="ARMP adjustments")
    fact = facts_of(project)
    assert fact.approved_budget is None
    assert fact.unknown["approved_budget"] == "ARMP adjustments"
    make_budget_line(project, None, missing="withheld", missing_reason="Exempt under Section 43")
    fact = facts_of(project)
    assert fact.withheld["approved_budget"] == "Exempt under Section 43"
    assert "approved_budget" not in fact.unknown
    assert fact.withheld["vac"] == "Exempt under Section 43"


def test_actual_cost_is_what_was_posted_by_the_day() -> None:
    project = make_project()
    make_actual(project, "10.10", posting_date=BEFORE)
    make_actual(project, "-0.10", posting_date=DAY)
    make_actual(project, "99", posting_date=AFTER)
    assert facts_of(project).ac == D(10)
    assert facts_of(project, BEFORE - timedelta(days=1)).ac is None


def test_open_orders_less_what_was_invoiced() -> None:
    project = make_project()
    make_commitment(project, "100", invoiced=D(30))
    make_commitment(project, "500", closed=True)
    make_commitment(project, "7", ordered_on=AFTER)
    assert facts_of(project).committed == D(70)


def test_the_latest_forecast_of_each_kind_is_in_force() -> None:
    project = make_project()
    make_forecast(project, "900", made_on=BEFORE)
    make_forecast(project, "950", made_on=DAY)
    make_forecast(project, "999", made_on=AFTER)
    make_forecast(project, "5000", kind="whole_life_cost", made_on=BEFORE)
    make_forecast(project, None, kind="benefits", missing="withheld", missing_reason="Commercial")
    fact = facts_of(project)
    assert (fact.eac, fact.whole_life_cost) == (D(950), D(5000))
    assert fact.benefits is None
    assert fact.withheld == {"benefits": "Commercial"}
    assert facts_of(project, BEFORE).eac == D(900)


def test_without_a_total_the_manager_s_forecast_is_spent_plus_left() -> None:
    project = make_project()
    make_actual(project, "300")
    make_forecast(project, "450", kind="etc")
    fact = facts_of(project)
    assert (fact.eac, fact.etc) == (D(750), D(450))


def test_earned_value_of_the_published_example() -> None:
    project = make_project(eac_method="typical")
    make_budget_line(project, "250000", period_start=date(2026, 1, 1), period_end=DAY)
    make_budget_line(project, "250000", period_start=AFTER, period_end=date(2026, 12, 31))
    make_actual(project, "290000")
    make_report(project, progress=D(40))
    make_report(project, progress=D(90), state="draft", period_end=AFTER)
    fact = facts_of(project)
    assert (fact.bac, fact.pv, fact.ev) == (D(500_000), D(250_000), D(200_000))
    assert (fact.sv, fact.cv) == (D(-50_000), D(-90_000))
    assert (fact.eac, fact.etc, fact.vac) == (D(725_000), D(435_000), D(-225_000))
    assert fact.progress == D("0.4")
    assert (fact.health_cost, fact.health_schedule, fact.computed_health) == ("red", "red", "red")


def test_a_running_period_counts_by_working_days_and_holidays() -> None:
    make_organisation(country="FR")
    project = make_project()
    make_budget_line(project, "200", period_start=date(2025, 5, 1), period_end=date(2025, 5, 31))
    # May 2025 has 22 weekdays, of which the 1st, 8th and 29th are holidays; 8 of the 19 are done by the 14th.
    assert facts_of(project, date(2025, 5, 14)).pv == round(D(200) * 8 / 19, 6)


def test_a_budget_without_periods_is_spread_over_the_project() -> None:
    project = make_project(start=date(2026, 6, 1), finish=date(2026, 6, 26))
    make_organisation(country="XX")
    make_budget_line(project, "200")
    assert facts_of(project, date(2026, 6, 12)).pv == D(100)
    undated = make_project()
    make_budget_line(undated, "200")
    assert facts_of(undated).pv is None


def test_lines_in_other_currencies_are_converted_at_the_day_s_rate() -> None:
    project = make_project(currency="EUR")
    make_budget_line(project, "100")
    make_budget_line(project, "103.89", currency="USD")
    assert facts_of(project, date(2024, 12, 31)).approved_budget == D(200)
    make_budget_line(project, "1", currency="XXX")
    fact = facts_of(project, date(2024, 12, 31))
    assert fact.approved_budget is None
    assert fact.unknown["approved_budget"] == "No exchange rate"


def test_registers_are_counted_as_they_stood() -> None:
    project = make_project()
    make_issue(project)
    make_issue(project, raised_on=BEFORE, state="closed", closed_on=AFTER)
    make_issue(project, state="closed", closed_on=DAY)
    make_issue(project, raised_on=AFTER)
    make_action(project, due_on=BEFORE)
    make_action(project, due_on=DAY)
    make_decision(project)
    make_decision(project, state="taken", taken_on=DAY)
    make_change(project)
    make_change(project, state="draft")
    fact = facts_of(project)
    assert (fact.open_issues, fact.overdue_actions) == (2, 1)
    assert (fact.pending_decisions, fact.pending_changes) == (1, 1)


def test_milestones_due_late_and_missed() -> None:
    project = make_project()
    make_milestone(project, baseline=BEFORE, forecast=BEFORE, reached=BEFORE)
    make_milestone(project, baseline=BEFORE, forecast=AFTER)
    make_milestone(project, baseline=AFTER, forecast=AFTER)
    fact = facts_of(project)
    assert (fact.milestones_due, fact.milestones_late, fact.milestones_missed) == (2, 1, 1)
    assert fact.health_schedule == "grey"
    make_milestone(project, baseline=DAY, gate=True)
    assert facts_of(project).health_schedule == "red"


def test_exposure_uses_the_residual_rating_and_is_unknown_while_one_is_not_assessed() -> None:
    project = make_project(contingency=D(1000))
    rated = {"inherent_probability": 5, "inherent_impact": 5, "residual_probability": 3, "residual_impact": 4}
    make_risk(project, cost_impact=D(800), **rated)
    make_risk(project, cost_impact=D(9999), state="closed", closed_on=BEFORE, **rated)
    make_risk(project, kind="opportunity", cost_impact=D(100), inherent_probability=1, inherent_impact=1)
    fact = facts_of(project)
    assert (fact.threat_exposure, fact.opportunity_exposure) == (D(400), D(10))
    assert (fact.open_threats, fact.top_risk_score, fact.health_risks) == (1, 12, "amber")
    make_risk(project, cost_impact=D(1))
    fact = facts_of(project)
    assert fact.threat_exposure is None
    assert (fact.open_threats, fact.unassessed_risks) == (2, 1)


def test_a_register_with_nothing_open_has_no_exposure_and_is_green() -> None:
    project = make_project()
    make_risk(project, state="closed", closed_on=BEFORE)
    fact = facts_of(project)
    assert (fact.threat_exposure, fact.health_risks) == (D(0), "green")


def test_the_thresholds_are_those_of_the_nearest_portfolio() -> None:
    above = make_portfolio(thresholds=make_threshold_set(cost_overrun_amber=D("0.30"), cost_overrun_red=D("0.40")))
    project = make_project(portfolio=make_portfolio(parent=above))
    make_budget_line(project, "100")
    make_forecast(project, "125")
    assert facts_of(project).health_cost == "green"
    other = make_project()
    make_budget_line(other, "100")
    make_forecast(other, "125")
    assert facts_of(other).health_cost == "red"


def test_finish_variance_is_in_working_days() -> None:
    make_organisation(country="FR")
    project = make_project(baseline_finish=date(2025, 4, 30), finish=date(2025, 5, 5))
    assert facts_of(project).finish_variance_days == 2


def test_declared_health_is_shown_before_the_computed_one() -> None:
    project = make_project(declared_health="green", declared_on=BEFORE)
    make_budget_line(project, "100")
    make_forecast(project, "200")
    fact = facts_of(project)
    assert (fact.health, fact.declared_health, fact.computed_health) == ("green", "green", "red")
    make_report(project, declared_health="amber")
    assert facts_of(project).health == "amber"
    assert facts_of(project, BEFORE - timedelta(days=1)).declared_health == ""


def test_a_withheld_declaration_is_grey_whatever_is_computed() -> None:
    project = make_project(absences={"declared_health": {"kind": "withheld", "reason": "Exempt under Section 43"}})
    make_budget_line(project, "100")
    make_forecast(project, "100")
    fact = facts_of(project)
    assert (fact.computed_health, fact.declared_health, fact.health) == ("green", "grey", "grey")


def test_what_was_not_reported_in_time_is_grey() -> None:
    project = make_project(reporting_cycle="monthly", declared_health="green", start=date(2020, 1, 1))
    make_budget_line(project, "100")
    make_forecast(project, "100")
    fact = facts_of(project)
    assert (fact.stale, fact.health, fact.computed_health) == (True, "grey", "grey")
    make_report(project, period_end=DAY - timedelta(days=41), declared_health="green")
    assert facts_of(project).health == "green"
    assert facts_of(project).report_age_days == 41
    assert facts_of(project, AFTER).health == "grey"
    Project.objects.filter(pk=project.pk).update(status="closed")
    assert facts_of(project, AFTER).health == "green"


def test_the_reporting_rate_is_kept_with_its_date() -> None:
    make_organisation(reporting_currency="EUR")
    fact = facts_of(make_project(currency="USD"), date(2023, 12, 25))
    assert fact.reporting_rate == round(1 / D("1.1023"), 12)
    assert fact.rate_date == date(2023, 12, 22)


def test_quality_counts_the_checks_that_apply() -> None:
    project = make_project(baseline_finish=DAY)
    make_risk(project)
    fact = facts_of(project)
    assert (fact.quality_passed, fact.quality_applicable) == (1, 3)


def test_ten_projects_take_as_many_statements_as_one(django_assert_num_queries) -> None:
    projects = [make_project() for _ in range(10)]
    for project in projects:
        make_budget_line(project)
        make_actual(project)
        make_risk(project)
        make_report(project)
    compute_facts([projects[0].pk], as_of=DAY, at=NOON)
    for chosen in (projects[:1], projects):
        with django_assert_num_queries(16):
            compute_facts([project.pk for project in chosen], as_of=DAY, at=NOON)
