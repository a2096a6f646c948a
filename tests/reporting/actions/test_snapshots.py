from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from reporting.actions.snapshots import CorrectionNeedsReason, correct_snapshots, last_closed_month, take_snapshots
from reporting.models import ProjectFactSnapshot
from reporting.queries.facts import compute_facts
from reporting.tasks import take_monthly_snapshots
from tests.factories import NOON, make_actual, make_budget_line, make_forecast, make_project

pytestmark = pytest.mark.django_db
D = Decimal
MAY = date(2026, 5, 31)


def test_a_closed_period_keeps_its_figures_when_history_changes() -> None:
    project = make_project()
    make_actual(project, "10", posting_date=MAY)
    assert take_snapshots(period_end=MAY, at=NOON) == 1
    make_actual(project, "5", posting_date=MAY)
    assert take_snapshots(period_end=MAY, at=NOON) == 0
    assert ProjectFactSnapshot.objects.get().ac == D(10)


def test_a_correction_stands_beside_what_it_corrects() -> None:
    project = make_project()
    make_actual(project, "10", posting_date=MAY)
    take_snapshots(period_end=MAY, at=NOON)
    make_actual(project, "5", posting_date=MAY)
    assert correct_snapshots(period_end=MAY, at=NOON, reason="Invoice posted late") == 1
    kept = ProjectFactSnapshot.objects.values_list("sequence", "ac", "reason")
    assert list(kept) == [(1, D(10), ""), (2, D(15), "Invoice posted late")]


def test_a_correction_without_a_reason_is_refused() -> None:
    make_project()
    take_snapshots(period_end=MAY, at=NOON)
    with pytest.raises(CorrectionNeedsReason):
        correct_snapshots(period_end=MAY, at=NOON, reason="  ")
    assert ProjectFactSnapshot.objects.count() == 1


def test_the_database_refuses_a_correction_without_a_reason() -> None:
    project = make_project()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectFactSnapshot.objects.create(project=project, period_end=MAY, sequence=2)


def test_the_month_that_ended() -> None:
    assert last_closed_month(date(2026, 6, 1)) == MAY
    assert last_closed_month(date(2024, 3, 31)) == date(2024, 2, 29)


def test_the_task_closes_the_last_month_once() -> None:
    make_project()
    take_monthly_snapshots.delay()
    take_monthly_snapshots.delay()
    assert ProjectFactSnapshot.objects.count() == 1


def test_a_colour_of_the_closed_period_is_held_until_beaten_by_a_tenth_of_the_threshold() -> None:
    project = make_project()
    make_budget_line(project, "1000")
    make_forecast(project, "1120", made_on=MAY)
    take_snapshots(period_end=MAY, at=NOON)
    june = date(2026, 6, 30)
    make_forecast(project, "1095", made_on=june)
    assert compute_facts([project.pk], as_of=june, at=NOON)[0].health_cost == "red"
    make_forecast(project, "1090", made_on=june)
    assert compute_facts([project.pk], as_of=june, at=NOON)[0].health_cost == "amber"
