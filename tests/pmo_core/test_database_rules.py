"""Integrity lives in the database: each rule is tested by writing the row it forbids."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from pmo.core.models import Grant, Organisation
from projects.models import Project, StatusReport
from tests.factories import (
    make_actual,
    make_budget_line,
    make_commitment,
    make_forecast,
    make_portfolio,
    make_project,
    make_report,
    make_risk,
    make_user,
)

pytestmark = pytest.mark.django_db


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


@pytest.mark.parametrize("make", [make_actual, make_budget_line, make_commitment, make_forecast])
def test_an_amount_is_a_number_or_says_why_not(make):
    project = make_project()
    refused(lambda: make(project, None))
    refused(lambda: make(project, "5", missing="unknown", missing_reason="both a number and a reason"))
    kept = make(project, None, missing="withheld", missing_reason="Exempt under Section 43")
    assert kept.missing_reason == "Exempt under Section 43"


def test_a_project_does_not_finish_before_it_starts():
    refused(lambda: make_project(start=date(2026, 2, 1), finish=date(2026, 1, 1)))


def test_a_rating_is_one_to_five_or_not_assessed():
    project = make_project()
    refused(lambda: make_risk(project, inherent_probability=6))
    refused(lambda: make_risk(project, residual_impact=0))
    assert make_risk(project).score is None
    assert make_risk(project, inherent_probability=4, inherent_impact=5).score == 20


def test_a_project_has_one_draft_report_at_a_time():
    project = make_project()
    make_report(project, state="draft")
    refused(lambda: make_report(project, state="draft"))
    assert StatusReport.objects.count() == 1


def test_a_published_report_carries_its_time():
    refused(lambda: make_report(make_project(), published_at=None))


def test_a_budget_period_ends_after_it_starts():
    project = make_project()
    refused(lambda: make_budget_line(project, period_start=date(2026, 2, 1), period_end=date(2026, 1, 31)))


def test_a_grant_names_exactly_its_scope_and_one_holder():
    user, portfolio = make_user(), make_portfolio()
    refused(lambda: Grant.objects.create(user=user, role="reader", scope="portfolio"))
    refused(lambda: Grant.objects.create(user=user, role="reader", scope="organisation", portfolio=portfolio))
    refused(lambda: Grant.objects.create(role="reader", scope="organisation"))


def test_there_is_one_organisation():
    Organisation.objects.create(pk=1, name="One")
    refused(lambda: Organisation.objects.create(pk=2, name="Two"))


def test_a_code_names_one_project():
    make_project("P-1")
    refused(lambda: make_project("P-1"))
    assert Project.objects.filter(code="P-1").count() == 1
