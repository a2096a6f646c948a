"""Naming a manager gives them the role; a confidential project is opened by those who may open it only."""

import pytest

from pmo.core.access import Permission, can
from pmo.core.errors import NotAllowed
from pmo.core.models import AuditEntry, Grant
from projects.actions.project import bulk_edit_projects, edit_project
from tests.factories import NOON, grant_role, make_member, make_portfolio, make_project, make_user

pytestmark = pytest.mark.django_db


def name(project, manager, by):
    return edit_project(project=project, values={"manager": manager}, version=None, by=by, at=NOON)


def test_who_edits_a_project_names_its_manager_without_managing_grants():
    portfolio = make_portfolio()
    project, successor = make_project(portfolio=portfolio), make_user()
    analyst = make_member("pmo_analyst", portfolio)
    assert not can(analyst, Permission.MANAGE_GRANTS, project)
    name(project, successor, analyst)
    assert can(successor, Permission.EDIT_PROJECT, project)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "actor")) == [
        ("edited", analyst.pk),
        ("granted", analyst.pk),
    ]


def test_the_manager_of_a_confidential_project_opens_it_to_nobody():
    project, successor = make_project(confidential=True), make_user()
    manager = make_member("project_manager", project)
    project.manager = manager
    project.save()
    for change in (
        lambda: name(project, successor, manager),
        lambda: name(project, None, manager),
        lambda: bulk_edit_projects(projects=[project], values={"manager": successor}, by=manager, at=NOON),
    ):
        with pytest.raises(NotAllowed) as refusal:
            change()
        assert refusal.value.field == "manager"
    project.refresh_from_db()
    assert (project.manager, Grant.objects.count(), AuditEntry.objects.count()) == (manager, 1, 0)
    edit_project(project=project, values={"manager": manager, "name": "New"}, version=None, by=manager, at=NOON)
    assert not can(successor, Permission.VIEW, project)


@pytest.mark.parametrize("role", ["pmo_manager", "administrator"])
def test_who_may_see_or_grant_what_is_confidential_names_its_manager(role):
    project, successor = make_project(confidential=True), make_user()
    name(project, successor, make_member(role, project.portfolio))
    assert can(successor, Permission.EDIT_PROJECT, project)


def test_a_right_to_see_what_is_confidential_and_one_to_edit_are_enough_together():
    project, successor = make_project(confidential=True), make_user()
    sponsor = make_member("executive", project)
    with pytest.raises(NotAllowed):
        name(project, successor, sponsor)
    grant_role(sponsor, "project_manager", project)
    name(project, successor, sponsor)
    assert can(successor, Permission.EDIT_PROJECT, project)
