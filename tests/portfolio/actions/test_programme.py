"""Programmes, and the projects that follow them."""

import pytest

from pmo.core.errors import NotAllowed
from pmo.core.models import AuditEntry
from portfolio.actions.programme import create_programme, edit_programme
from portfolio.errors import CodeTaken
from projects.models import DirtyMark
from tests.factories import NOON, make_member, make_portfolio, make_programme, make_project

pytestmark = pytest.mark.django_db


def test_a_programme_belongs_to_a_portfolio_one_may_edit():
    mine, other = make_portfolio(), make_portfolio()
    analyst = make_member("pmo_analyst", mine)
    assert create_programme(code="PG", name="Mine", portfolio=mine, by=analyst, at=NOON).portfolio == mine
    with pytest.raises(NotAllowed):
        create_programme(code="PG2", name="Not mine", portfolio=other, by=analyst, at=NOON)
    with pytest.raises(CodeTaken):
        create_programme(code="PG", name="Twice", portfolio=mine, by=analyst, at=NOON)


def test_projects_follow_their_programme():
    programme, target = make_programme(), make_portfolio()
    project = make_project(programme=programme)
    edit_programme(programme=programme, values={"portfolio": target}, version=1, by=None, at=NOON)
    project.refresh_from_db()
    assert project.portfolio == target
    assert project.version == 2
    assert DirtyMark.objects.filter(project=project).exists()
    assert AuditEntry.objects.filter(project_id=project.pk, verb="moved").exists()
