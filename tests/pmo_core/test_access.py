"""Who reaches what: one owner, one member, one stranger, and a tree with a confidential project in it."""

import pytest

from pmo.core.access import (
    Holding,
    can,
    can_anywhere,
    can_everywhere,
    held_anywhere,
    remembering_holdings,
)
from pmo.core.actions.grants import give_grants
from pmo.core.roles import PERMISSIONS, Permission, Role
from portfolio.models import Portfolio, Programme
from projects.models import Project, Risk
from tests.factories import (
    NOON,
    grant_role,
    make_member,
    make_portfolio,
    make_programme,
    make_project,
    make_risk,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """Two portfolios; the first holds a nested one. OPEN and SECRET hang in a programme of the nested one."""
    root = make_portfolio("ROOT")
    nested = make_portfolio("NESTED", parent=root)
    other = make_portfolio("OTHER")
    programme = make_programme("PROG", portfolio=nested)
    make_project("OPEN", programme=programme)
    make_project("SECRET", programme=programme, confidential=True)
    make_project("ELSEWHERE", portfolio=other)
    return {"root": root, "nested": nested, "other": other, "programme": programme}


def codes(queryset):
    return sorted(queryset.values_list("code", flat=True))


def test_a_person_without_a_grant_sees_nothing(tree):
    stranger = make_user()
    assert codes(Project.objects.visible_to(stranger)) == []
    assert codes(Portfolio.objects.visible_to(stranger)) == []
    assert codes(Programme.objects.visible_to(stranger)) == []


def test_a_grant_is_inherited_down_the_tree_but_not_sideways(tree):
    member = make_member(Role.READER, tree["root"])
    assert codes(Project.objects.visible_to(member)) == ["OPEN"]
    assert codes(Portfolio.objects.visible_to(member)) == ["NESTED", "ROOT"]
    assert codes(Programme.objects.visible_to(member)) == ["PROG"]


def test_a_path_that_only_looks_like_a_prefix_gives_nothing(tree):
    """Portfolio /1/ is not above portfolio /11/."""
    Portfolio.objects.filter(pk=tree["other"].pk).update(path=f"/{tree['root'].pk}1/")
    member = make_member(Role.READER, tree["root"])
    assert codes(Project.objects.visible_to(member)) == ["OPEN"]


@pytest.mark.parametrize("role", [r for r in Role if Permission.VIEW_CONFIDENTIAL in PERMISSIONS[r]])
def test_a_role_that_may_see_confidential_projects_sees_them_in_its_scope(tree, role):
    assert codes(Project.objects.visible_to(make_member(role, tree["root"]))) == ["OPEN", "SECRET"]


def test_a_grant_on_the_confidential_project_itself_opens_it(tree):
    manager = make_member(Role.PROJECT_MANAGER, Project.objects.get(code="SECRET"))
    assert codes(Project.objects.visible_to(manager)) == ["SECRET"]
    assert codes(Project.objects.visible_to(manager, Permission.EDIT_PROJECT)) == ["SECRET"]


def test_seeing_confidential_projects_by_one_role_does_not_lend_the_rights_of_another(tree):
    """An executive who is project manager of the portfolio edits its open projects, and only sees the secret one."""
    person = make_member(Role.EXECUTIVE)
    grant_role(person, Role.PROJECT_MANAGER, tree["nested"])
    assert codes(Project.objects.visible_to(person)) == ["ELSEWHERE", "OPEN", "SECRET"]
    assert codes(Project.objects.visible_to(person, Permission.EDIT_PROJECT)) == ["OPEN"]


def test_a_project_manager_sees_the_places_of_their_project_but_may_not_edit_them(tree):
    manager = make_member(Role.PROJECT_MANAGER, Project.objects.get(code="OPEN"))
    assert codes(Portfolio.objects.visible_to(manager)) == ["NESTED", "ROOT"]
    assert codes(Programme.objects.visible_to(manager)) == ["PROG"]
    assert codes(Portfolio.objects.visible_to(manager, Permission.EDIT_PORTFOLIO)) == []


def test_two_grants_do_not_repeat_a_row(tree):
    member = make_member(Role.READER)
    grant_role(member, Role.PMO_ANALYST, tree["root"])
    grant_role(member, Role.PROJECT_MANAGER, tree["programme"])
    assert codes(Project.objects.visible_to(member)) == ["ELSEWHERE", "OPEN"]


def test_a_grant_to_a_group_reaches_its_members(tree, django_user_model):
    from django.contrib.auth.models import Group

    from pmo.core.models import Grant

    board = Group.objects.create(name="Board")
    member, outsider = make_user(), make_user()
    board.user_set.add(member)
    Grant.objects.create(group=board, role=Role.READER, scope="portfolio", portfolio=tree["other"])
    assert codes(Project.objects.visible_to(member)) == ["ELSEWHERE"]
    assert codes(Project.objects.visible_to(outsider)) == []


def test_a_person_who_left_sees_nothing(tree):
    leaver = make_member(Role.ADMINISTRATOR)
    leaver.is_active = False
    leaver.save()
    assert codes(Project.objects.visible_to(leaver)) == []
    assert not can_anywhere(leaver, Permission.VIEW)


def test_the_system_reaches_everything(tree):
    assert codes(Project.objects.visible_to(None)) == ["ELSEWHERE", "OPEN", "SECRET"]
    assert codes(Portfolio.objects.visible_to(None)) == ["NESTED", "OTHER", "ROOT"]


def test_parts_are_visible_exactly_when_their_project_is(tree):
    shown, hidden = Project.objects.get(code="OPEN"), Project.objects.get(code="SECRET")
    risk, secret_risk = make_risk(shown), make_risk(hidden)
    analyst = make_member(Role.PMO_ANALYST, tree["root"])
    assert list(Risk.objects.visible_to(analyst)) == [risk]
    assert can(analyst, Permission.EDIT_REGISTERS, risk)
    assert not can(analyst, Permission.EDIT_REGISTERS, secret_risk)


def test_can_anywhere_and_can_everywhere_tell_a_part_from_the_whole(tree):
    local = make_member(Role.PMO_MANAGER, tree["other"])
    assert can_anywhere(local, Permission.MANAGE_GRANTS)
    assert not can_everywhere(local, Permission.MANAGE_GRANTS)
    assert can_everywhere(make_member(Role.ADMINISTRATOR), Permission.ADMINISTER)


def test_the_visible_set_costs_two_queries_whatever_the_number_of_grants(tree, django_assert_num_queries):
    member = make_member(Role.READER, tree["root"])
    for project in Project.objects.all():
        grant_role(member, Role.READER, project)
    with django_assert_num_queries(2):
        codes(Project.objects.visible_to(member))


def test_a_request_reads_the_grants_once_and_again_after_a_write(tree, django_assert_num_queries):
    member = make_member(Role.READER, tree["root"])
    with remembering_holdings():
        assert codes(Project.objects.visible_to(member)) == ["OPEN"]
        with django_assert_num_queries(1):
            assert codes(Project.objects.visible_to(member)) == ["OPEN"]
        give_grants(role=Role.READER, target=tree["other"], users=[member], by=None, at=NOON)
        assert codes(Project.objects.visible_to(member)) == ["ELSEWHERE", "OPEN"]
        grant_role(member, Role.READER, Project.objects.get(code="SECRET"))
    assert codes(Project.objects.visible_to(member)) == ["ELSEWHERE", "OPEN", "SECRET"]


def test_thousands_of_grants_are_as_good_as_one(tree):
    member = make_user()
    ids = range(10_000_000, 10_002_500)
    held = [Holding(role=Role.READER, scope="project", path=None, programme=None, project=pk) for pk in ids]
    mine = Holding(Role.READER, "project", None, None, Project.objects.get(code="OPEN").pk)
    with remembering_holdings() as remembered:
        remembered[member.pk] = (*held, mine)
        assert codes(Project.objects.visible_to(member)) == ["OPEN"]


def test_menus_are_drawn_from_every_permission_held_on_some_scope(tree, django_assert_num_queries):
    person = make_member(Role.READER)
    grant_role(person, Role.PMO_ANALYST, tree["other"])
    with django_assert_num_queries(1):
        assert held_anywhere(person) == PERMISSIONS[Role.READER] | PERMISSIONS[Role.PMO_ANALYST]
    assert held_anywhere(make_user()) == frozenset()
    assert held_anywhere(None) == frozenset(Permission)
