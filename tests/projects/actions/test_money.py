"""Money lines: an amount or a reason, written by those who manage the money."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmo.core.errors import EditConflict, NotAllowed
from pmo.core.models import AuditEntry
from projects.actions.money import add_line, delete_line, edit_line
from projects.actions.parts import InvalidEntry
from projects.models import ActualCost, BudgetLine, DirtyMark, Project
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return f.make_project("ALPHA", currency="GBP")


def _spend(project: Project, by: Any = None, **values: Any) -> ActualCost:
    return add_line(model=ActualCost, project=project, values={"posting_date": f.DAY, **values}, by=by, at=f.NOON)


def test_a_line_is_in_the_projects_currency_unless_it_says_otherwise(project: Project) -> None:
    manager = f.make_member("project_manager", project)
    assert _spend(project, manager, amount=Decimal("12.34")).currency == "GBP"
    assert _spend(project, manager, amount=Decimal("5"), currency="USD").currency == "USD"
    assert DirtyMark.objects.get().dirty == 2
    assert AuditEntry.objects.filter(verb="created", actor=manager).count() == 2


@pytest.mark.parametrize("role", ["reader", "executive", "team_member"])
def test_others_write_no_money(project: Project, role: str) -> None:
    person = f.make_member(role, project)
    line = f.make_actual(project)
    with pytest.raises(NotAllowed):
        _spend(project, person, amount=Decimal(1))
    with pytest.raises(NotAllowed):
        edit_line(line=line, values={"amount": Decimal(1)}, version=1, by=person, at=f.NOON)
    with pytest.raises(NotAllowed):
        delete_line(line=line, by=person, at=f.NOON)
    assert [row.amount for row in ActualCost.objects.all()] == [Decimal(1000)]
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [({}, "amount"), ({"missing": "withheld"}, "missing_reason"), ({"missing_reason": "secret"}, "amount")],
)
def test_a_line_without_amount_needs_its_kind_and_reason(project: Project, values: Any, field: str) -> None:
    with pytest.raises(InvalidEntry) as refusal:
        _spend(project, **values)
    assert refusal.value.field == field
    assert not ActualCost.objects.exists()


def test_a_withheld_amount_keeps_its_reason_until_the_amount_comes(project: Project) -> None:
    line = _spend(project, missing="withheld", missing_reason="Section 43")
    assert line.amount is None

    edited = edit_line(line=line, values={"amount": Decimal(7)}, version=1, by=None, at=f.NOON)

    assert (edited.amount, edited.missing, edited.missing_reason) == (Decimal(7), "", "")


def test_a_budget_line_has_both_amounts_or_neither(project: Project) -> None:
    with pytest.raises(InvalidEntry) as refusal:
        add_line(model=BudgetLine, project=project, values={"original": Decimal(5)}, by=None, at=f.NOON)
    assert refusal.value.field == "current"
    assert not BudgetLine.objects.exists()


def test_a_stale_edit_changes_nothing(project: Project) -> None:
    line = f.make_actual(project)
    edit_line(line=line, values={"amount": Decimal(2)}, version=1, by=None, at=f.NOON)
    with pytest.raises(EditConflict) as refusal:
        edit_line(line=line, values={"amount": Decimal(3)}, version=1, by=None, at=f.NOON)
    assert refusal.value.theirs["amount"] == Decimal(2)
    assert ActualCost.objects.get().amount == Decimal(2)


def test_a_deleted_line_stays_in_the_history(project: Project) -> None:
    delete_line(line=f.make_actual(project), by=None, at=f.NOON)
    assert not ActualCost.objects.exists()
    assert AuditEntry.objects.get(verb="deleted").changes["amount"] == ["1000", None]
    assert DirtyMark.objects.get().dirty == 1


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_outside_the_calendar_is_refused(project: Project, day: date) -> None:
    """Stored, it would stop every curve of every dashboard the project takes part in."""
    with pytest.raises(InvalidEntry) as refusal:
        _spend(project, amount=Decimal(1), posting_date=day)
    assert refusal.value.field == "posting_date"
    assert not ActualCost.objects.exists()
