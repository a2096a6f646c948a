"""Portfolios: paths, rights, conflicts, cycles."""

import pytest

from pmo.core.actions.codes import CodeNotAddressable
from pmo.core.errors import EditConflict, NotAllowed
from pmo.core.models import AuditEntry
from portfolio.actions.portfolio import create_portfolio, edit_portfolio
from portfolio.actions.programme import create_programme
from portfolio.errors import CodeTaken, PortfolioCycle
from portfolio.models import Portfolio
from projects.models import DirtyMark
from tests.factories import NOON, make_member, make_portfolio, make_project, make_threshold_set

pytestmark = pytest.mark.django_db


def test_a_nested_portfolio_knows_its_path():
    top = create_portfolio(code="A", name="Top", by=None, at=NOON)
    inner = create_portfolio(code="B", name="Inner", parent=top, by=None, at=NOON)
    assert top.path == f"/{top.pk}/"
    assert inner.path == f"/{top.pk}/{inner.pk}/"
    assert AuditEntry.objects.filter(verb="created", portfolio_id=inner.pk).count() == 1


def test_a_code_is_used_once():
    make_portfolio("A")
    with pytest.raises(CodeTaken):
        create_portfolio(code="A", name="Again", by=None, at=NOON)


def test_only_who_may_edit_the_parent_puts_a_portfolio_there():
    top, other = make_portfolio(), make_portfolio()
    analyst = make_member("pmo_analyst", top)
    assert create_portfolio(code="IN", name="Inside", parent=top, by=analyst, at=NOON).parent == top
    for parent in (other, None):
        with pytest.raises(NotAllowed):
            create_portfolio(code="OUT", name="Outside", parent=parent, by=analyst, at=NOON)
    assert not Portfolio.objects.filter(code="OUT").exists()


def test_a_move_takes_the_branch_along_and_marks_its_projects():
    old, new = make_portfolio(), make_portfolio()
    branch = make_portfolio(parent=old)
    leaf = make_portfolio(parent=branch)
    project = make_project(portfolio=leaf)
    edit_portfolio(portfolio=branch, values={"parent": new}, version=None, by=None, at=NOON)
    leaf.refresh_from_db()
    assert leaf.path == f"/{new.pk}/{branch.pk}/{leaf.pk}/"
    assert DirtyMark.objects.filter(project=project).exists()


@pytest.mark.parametrize("under", ["itself", "below"])
def test_a_portfolio_does_not_stand_under_itself(under):
    top = make_portfolio()
    leaf = make_portfolio(parent=make_portfolio(parent=top))
    with pytest.raises(PortfolioCycle):
        edit_portfolio(
            portfolio=top, values={"parent": top if under == "itself" else leaf}, version=None, by=None, at=NOON
        )
    top.refresh_from_db()
    assert top.path == f"/{top.pk}/"


def test_a_late_edit_is_told_both_values():
    portfolio = make_portfolio(name="First")
    edit_portfolio(portfolio=portfolio, values={"name": "Second"}, version=1, by=None, at=NOON)
    with pytest.raises(EditConflict) as conflict:
        edit_portfolio(portfolio=portfolio, values={"name": "Third"}, version=1, by=None, at=NOON)
    assert conflict.value.theirs == {"name": "Second"}
    assert Portfolio.objects.get().name == "Second"


def test_other_thresholds_mark_the_branch():
    top = make_portfolio()
    project = make_project(portfolio=make_portfolio(parent=top))
    edit_portfolio(portfolio=top, values={"thresholds": make_threshold_set()}, version=1, by=None, at=NOON)
    assert DirtyMark.objects.filter(project=project).exists()


def test_a_reader_edits_nothing():
    portfolio = make_portfolio(name="Kept")
    with pytest.raises(NotAllowed):
        edit_portfolio(
            portfolio=portfolio, values={"name": "No"}, version=1, by=make_member("reader", portfolio), at=NOON
        )
    assert Portfolio.objects.get().name == "Kept"
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("code", ["A/B", "new"])
def test_a_code_that_no_address_can_hold_is_refused(code):
    with pytest.raises(CodeNotAddressable):
        create_portfolio(code=code, name="X", by=None, at=NOON)
    with pytest.raises(CodeNotAddressable):
        create_programme(code=code, name="X", portfolio=make_portfolio(), by=None, at=NOON)
