"""Projects: where they may be put, who manages them, what bulk edits may touch."""

from typing import Any

import pytest

from pmo.core.access import Permission, can
from pmo.core.actions.codes import CodeNotAddressable
from pmo.core.errors import EditConflict, NotAllowed
from pmo.core.models import AuditEntry, Grant
from projects.actions.parts import InvalidEntry
from projects.actions.project import (
    CurrencyInUse,
    NotInBulk,
    bulk_edit_projects,
    create_project,
    edit_project,
)
from projects.models import DirtyMark, Project
from tests import factories as f

pytestmark = pytest.mark.django_db


def _edit(project: Project, values: dict[str, Any], by: Any = None, version: int | None = None) -> Project:
    return edit_project(project=project, values=values, version=version, by=by, at=f.NOON)


def test_a_project_takes_the_portfolio_of_its_programme_and_its_manager_the_role() -> None:
    programme = f.make_programme()
    analyst = f.make_member("pmo_analyst", programme.portfolio)
    elena = f.make_user("elena")

    values = {"code": "P1", "name": "One", "programme": programme, "manager": elena}
    project = create_project(values=values, by=analyst, at=f.NOON)

    assert project.portfolio == programme.portfolio
    assert can(elena, Permission.REPORT_STATUS, project)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"created", "granted"}
    assert DirtyMark.objects.get().project == project


def test_nobody_puts_a_project_where_they_have_no_role() -> None:
    here, there = f.make_portfolio(), f.make_portfolio()
    analyst = f.make_member("pmo_analyst", here)
    with pytest.raises(NotAllowed):
        create_project(values={"code": "P1", "name": "One", "portfolio": there}, by=analyst, at=f.NOON)
    assert not Project.objects.exists()


def test_a_code_in_use_and_a_programme_of_another_portfolio_are_refused() -> None:
    project, programme = f.make_project("P1"), f.make_programme()
    for values, field in (
        ({"code": "P1", "portfolio": project.portfolio}, "code"),
        ({"code": "P2", "portfolio": project.portfolio, "programme": programme}, "programme"),
        ({"code": "P2"}, "portfolio"),
    ):
        with pytest.raises(InvalidEntry) as refusal:
            create_project(values={"name": "One", **values}, by=None, at=f.NOON)
        assert refusal.value.field == field
    assert Project.objects.count() == 1


def test_a_change_of_manager_moves_the_role_and_leaves_other_grants() -> None:
    elena, thomas = f.make_user("elena"), f.make_user("thomas")
    project = f.make_project(manager=elena)
    f.grant_role(elena, "project_manager", project)
    f.grant_role(elena, "reader", project)

    _edit(project, {"manager": thomas})

    assert sorted(Grant.objects.values_list("user__username", "role")) == [
        ("elena", "reader"),
        ("thomas", "project_manager"),
    ]
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"edited", "revoked", "granted"}


def test_the_second_of_two_editors_sees_what_the_first_wrote() -> None:
    project = f.make_project(name="Old")
    _edit(project, {"name": "Theirs"}, version=1)
    with pytest.raises(EditConflict) as refusal:
        _edit(project, {"name": "Mine", "phase": project.phase}, version=1)
    assert refusal.value.theirs == {"name": "Theirs"}
    assert Project.objects.get().name == "Theirs"


def test_the_manager_edits_but_neither_hides_nor_moves_the_project() -> None:
    project = f.make_project()
    elsewhere = f.make_portfolio()
    manager = f.make_member("project_manager", project)

    assert _edit(project, {"name": "New"}, manager).name == "New"
    for values in ({"confidential": True}, {"portfolio": elsewhere}):
        with pytest.raises(NotAllowed):
            _edit(project, values, manager)
    project.refresh_from_db()
    assert (project.confidential, project.portfolio == elsewhere, project.version) == (False, False, 2)


@pytest.mark.parametrize("role", ["reader", "team_member", "executive"])
def test_others_do_not_edit(role: str) -> None:
    project = f.make_project(name="Old")
    with pytest.raises(NotAllowed):
        _edit(project, {"name": "New"}, f.make_member(role, project))
    assert Project.objects.get().name == "Old"
    assert not AuditEntry.objects.exists()


def test_the_currency_stays_once_there_are_amounts() -> None:
    project = f.make_project(currency="EUR")
    assert _edit(project, {"currency": "USD"}).currency == "USD"
    f.make_budget_line(project)
    with pytest.raises(CurrencyInUse):
        _edit(project, {"currency": "GBP"})
    assert Project.objects.get().currency == "USD"


def test_dates_out_of_order_are_refused() -> None:
    project = f.make_project(start=f.DAY)
    with pytest.raises(InvalidEntry):
        _edit(project, {"finish": f.DAY.replace(day=1)})
    assert Project.objects.get().finish is None


def test_a_bulk_edit_changes_all_and_says_how_many() -> None:
    portfolio = f.make_portfolio()
    projects = [f.make_project(portfolio=portfolio, priority=priority) for priority in ("low", "low", "high")]
    analyst = f.make_member("pmo_analyst", portfolio)

    assert bulk_edit_projects(projects=projects, values={"priority": "high"}, by=analyst, at=f.NOON) == 2
    assert set(Project.objects.values_list("priority", flat=True)) == {"high"}
    assert AuditEntry.objects.filter(verb="edited").count() == 2


def test_a_bulk_edit_with_one_forbidden_project_changes_none() -> None:
    mine, other = f.make_project(priority="low"), f.make_project(priority="low")
    manager = f.make_member("project_manager", mine)
    with pytest.raises(NotAllowed):
        bulk_edit_projects(projects=[mine, other], values={"priority": "high"}, by=manager, at=f.NOON)
    with pytest.raises(NotInBulk):
        bulk_edit_projects(projects=[mine], values={"name": "Same"}, by=manager, at=f.NOON)
    with pytest.raises(InvalidEntry):
        bulk_edit_projects(projects=[mine], values={"priority": "huge"}, by=manager, at=f.NOON)
    assert set(Project.objects.values_list("priority", flat=True)) == {"low"}
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("code", ["A/B", "..", "new", "bulk-edit", "A\nB"])
def test_a_code_that_no_address_can_hold_is_refused(code: str) -> None:
    """Stored, it would break every list with a link to the project."""
    project = f.make_project("FINE")
    with pytest.raises(CodeNotAddressable):
        create_project(values={"code": code, "name": "X", "portfolio": project.portfolio}, by=None, at=f.NOON)
    with pytest.raises(CodeNotAddressable):
        _edit(project, {"code": code})
    project.refresh_from_db()
    assert project.code == "FINE"
