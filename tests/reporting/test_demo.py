"""The demonstration: whole, alive around the day it is built, the same every time, and built once."""

import socket
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from pmo.core.models import AuditEntry, Grant, Organisation, SavedView, User
from pmo.core.queries.people import DEMO_PASSWORD, demo_people
from portfolio.models import Portfolio, Programme
from projects.enums import Health, ProjectStatus, ReportState
from projects.models import ActualCost, BudgetLine, Forecast, Milestone, Project, Risk, StatusReport
from reporting.demo import history
from reporting.demo.build import build
from reporting.demo.kpi_rows import past_month_ends
from reporting.demo.story import PROGRAMMES
from reporting.models import Kpi, KpiValue, ProjectFact, ProjectFactSnapshot
from reporting.queries.rollup import roll_up
from reporting.queries.scope import Scope

TODAY = date(2026, 6, 17)
AT = datetime(2026, 6, 17, 8, tzinfo=UTC)
COUNTED = (Portfolio, Programme, Project, Milestone, BudgetLine, Risk, StatusReport, AuditEntry, Grant, User, KpiValue)


@pytest.fixture(scope="class")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One build for the tests that only read it, undone at their end."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(today=TODAY, at=AT)
        yield
        transaction.set_rollback(True)


def _counts() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in COUNTED}


def _contents(model: type[models.Model], *fields: str) -> list[tuple[Any, ...]]:
    return list(model._base_manager.order_by("uuid").values_list("uuid", *fields))


@pytest.mark.xdist_group("demo")
@pytest.mark.usefixtures("demo", "db")
class TestTheDemonstration:
    def test_it_is_a_group_of_4_portfolios_9_programmes_and_60_projects(self) -> None:
        assert Organisation.current().name == "Groupe Rivelaine"
        assert (Portfolio.objects.count(), Programme.objects.count(), Project.objects.count()) == (4, 9, 60)
        assert Portfolio.objects.get(code="INT").path == Portfolio.objects.get(code="IND").path + (
            f"{Portfolio.objects.get(code='INT').pk}/"
        )

    def test_projects_are_in_every_state_and_three_currencies(self) -> None:
        statuses = Counter(Project.objects.values_list("status", flat=True))
        assert set(statuses) == set(ProjectStatus.values)
        assert statuses["stopped"] == 1
        assert Project.objects.filter(confidential=True).count() == 1
        assert set(Project.objects.values_list("currency", flat=True)) == {"EUR", "USD", "GBP"}

    @pytest.mark.parametrize("column", ["health", "computed_health"])
    def test_every_colour_is_there(self, column: str) -> None:
        colours = Counter(ProjectFact.objects.values_list(column, flat=True))
        assert set(colours) == set(Health.values)
        assert colours["green"] > colours["amber"] > colours["red"] > colours["grey"] >= 3

    def test_facts_are_those_of_today_and_past_months_are_closed(self) -> None:
        assert set(ProjectFact.objects.values_list("as_of", flat=True)) == {TODAY}
        ends = ProjectFactSnapshot.objects.aggregate(first=models.Min("period_end"), last=models.Max("period_end"))
        assert ends == {"first": date(2024, 6, 30), "last": date(2026, 5, 31)}

    def test_some_money_is_withheld_and_some_not_known(self) -> None:
        assert BudgetLine.objects.filter(missing="withheld", missing_reason__gt="").exists()
        assert Forecast.objects.filter(missing="unknown", missing_reason__gt="").exists()
        budget = roll_up(None, Scope(), TODAY).measures["approved_budget"]
        assert budget.value is not None
        assert (budget.known, budget.withheld) == (56, 1)

    def test_silent_projects_are_grey_and_have_no_recent_report(self) -> None:
        grey = ProjectFact.objects.filter(health="grey")
        assert {fact.stale for fact in grey} == {True}
        assert all(60 < fact.report_age_days < 120 for fact in grey)

    def test_the_budget_of_a_project_is_the_storys(self) -> None:
        story = next(one for one in PROGRAMMES[0].projects if one.code == "DEC-01")
        lines = BudgetLine.objects.filter(project__code="DEC-01", state="approved")
        assert lines.aggregate(total=models.Sum("current"))["total"] == story.budget * 1000

    def test_nothing_was_said_or_spent_after_today(self) -> None:
        assert not StatusReport.objects.filter(period_end__gt=TODAY).exists()
        assert not ActualCost.objects.filter(posting_date__gt=TODAY).exists()
        assert not AuditEntry.objects.filter(at__gt=AT).exists()
        assert not Milestone.objects.filter(reached__gt=TODAY).exists()

    def test_a_health_that_differs_has_its_reason(self) -> None:
        reports = StatusReport.objects.filter(state=ReportState.PUBLISHED)
        differing = [one for one in reports if one.evidence["computed_health"] != one.declared_health]
        assert all(one.health_reason for one in differing)
        assert len({one.project_id for one in differing}) >= 4

    def test_progress_only_rises(self) -> None:
        for project in Project.objects.all():
            said = list(
                project.statusreports.filter(state="published")
                .order_by("period_end")
                .values_list("progress", flat=True)
            )
            assert said == sorted(said), project.code

    def test_entries_of_registers_close_after_they_open(self) -> None:
        assert not Risk.objects.filter(closed_on__lt=F("raised_on")).exists()
        assert not Milestone.objects.filter(project__status="closed", reached=None).exists()

    def test_objects_have_a_history(self) -> None:
        told = Counter(AuditEntry.objects.filter(object_type="projects.project").values_list("object_uuid", flat=True))
        assert len(told) == 60
        assert max(told.values()) >= 5
        assert AuditEntry.objects.filter(object_type="projects.risk", verb="edited").exists()

    def test_kpis_have_a_past(self) -> None:
        assert Kpi.objects.count() == 8
        assert all(kpi.values.count() >= 6 for kpi in Kpi.objects.all())
        assert SavedView.objects.filter(shared=True).count() == 4

    def test_each_persona_signs_in_and_nobody_else(self) -> None:
        names = [person.username for person in demo_people()]
        assert names == ["claire", "james", "sofia", "karim", "elena", "thomas", "lucie", "admin"]
        assert all(authenticate(username=name, password=DEMO_PASSWORD) for name in names)
        assert authenticate(username="nadia", password=DEMO_PASSWORD) is None

    @pytest.mark.parametrize(
        ("username", "sees"), [("claire", 60), ("sofia", 60), ("karim", 59), ("james", 13), ("lucie", 2), ("admin", 60)]
    )
    def test_each_sees_what_they_are_granted(self, username: str, sees: int) -> None:
        assert Project.objects.visible_to(User.objects.get(username=username)).count() == sees

    def test_the_confidential_project_changes_the_totals_of_those_who_see_it(self) -> None:
        everything = roll_up(User.objects.get(username="claire"), Scope(), TODAY).value("approved_budget")
        without = roll_up(User.objects.get(username="karim"), Scope(), TODAY).value("approved_budget")
        assert everything is not None
        assert without is not None
        assert everything > without

    def test_managers_manage_their_projects(self) -> None:
        managed = Project.objects.filter(manager__username="elena")
        assert managed.count() >= 5
        assert Grant.objects.filter(user__username="elena", role="project_manager").count() == managed.count()


@pytest.mark.django_db
def test_the_same_day_gives_the_same_organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is computed from the rows is tested where it is computed; only the rows are compared, to save time."""
    for name in ("declare_and_close", "record_past_kpis"):
        monkeypatch.setattr(history, name, lambda *args: None)
    seen = []
    for _ in range(2):
        with transaction.atomic():
            build(today=TODAY, at=AT)
            seen.append(
                [
                    _contents(Project, "code", "finish", "phase"),
                    _contents(Risk, "title", "residual_probability", "cost_impact"),
                    _contents(ActualCost, "amount", "posting_date", "supplier"),
                    _contents(StatusReport, "progress", "achieved"),
                ]
            )
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


@pytest.mark.django_db
def test_the_command_builds_once_then_keeps_up_with_the_days(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = StringIO(), StringIO()
    call_command("demo", no_serve=True, stdout=first)
    before = _counts()
    call_command("demo", no_serve=True, stdout=second)
    assert _counts() == before
    assert "Building" in first.getvalue()
    assert "Building" not in second.getvalue()
    assert "claire" in second.getvalue()
    assert DEMO_PASSWORD in second.getvalue()

    later = timezone.localdate() + timedelta(days=70)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later)
    call_command("demo", no_serve=True, stdout=StringIO())
    closed = list(ProjectFactSnapshot.objects.order_by("-period_end").values_list("period_end", flat=True).distinct())
    assert closed[:3] == past_month_ends(later, 3)[::-1]
    assert set(ProjectFact.objects.values_list("as_of", flat=True)) == {later}


@pytest.mark.django_db
def test_another_organisation_is_left_alone() -> None:
    Organisation.objects.create(pk=1, name="Somebody else")
    with pytest.raises(CommandError, match="holds an organisation already"):
        call_command("demo", no_serve=True, stdout=StringIO())
    assert not User.objects.exists()


@pytest.mark.django_db
def test_production_never_gets_public_logins(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never built in production"):
        call_command("demo", no_serve=True, stdout=StringIO())
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_taken_port_is_refused_with_the_remedy_before_anything_is_built() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(CommandError, match="make demo PORT="):
            call_command("demo", port=other.getsockname()[1], stdout=StringIO())
    assert not Organisation.objects.exists()
