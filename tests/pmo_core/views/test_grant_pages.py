"""The pages of grants: many at once, told before they are made, as files, and why somebody sees something."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from pmo.core.models import AuditEntry, Grant
from portfolio.models import Portfolio
from tests.factories import grant_role, make_member, make_portfolio, make_programme, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_member("pmo_manager", username="office"))
    return client


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def held() -> set[tuple[str, str, str]]:
    grants = Grant.objects.exclude(user__username="office").select_related("user", "group")
    return {(str(each.user or each.group), each.role, getattr(each.target, "code", "")) for each in grants}


def bulk() -> dict[str, object]:
    """Two people and a group, on a portfolio, a programme and two projects."""
    programme = make_programme("PG", portfolio=make_portfolio("PF"))
    for code in ("A", "B"):
        make_project(code, programme=programme)
    group = Group.objects.create(name="Finance")
    people = [make_user("ann"), make_user("bob")]
    return {
        "users": [each.pk for each in people],
        "groups": [group.pk],
        "role": "reader",
        "portfolios": "PF",
        "programmes": "PG",
        "projects": "A\r\nB\r\n",
    }


def test_a_role_is_given_to_several_on_several_scopes_at_once(office):
    assert office.post(reverse("core:admin-grant-new"), bulk()).status_code == 302
    assert held() == {(who, "reader", on) for who in ("ann", "bob", "Finance") for on in ("PF", "PG", "A", "B")}
    assert AuditEntry.objects.filter(verb="granted").count() == 12


def test_a_preview_tells_what_is_new_and_gives_nothing(office):
    form = bulk()
    grant_role(make_user("cleo"), "reader")
    Grant.objects.create(user_id=form["users"][0], role="reader", scope="portfolio", portfolio=make_portfolio("OLD"))
    before = held()
    page = office.post(reverse("core:admin-grant-new"), {**form, "portfolios": "OLD", "preview": "yes"})
    text = page.content.decode()
    assert held() == before
    assert (text.count("has it already"), text.count('<th scope="row">')) == (1, 12)
    assert AuditEntry.objects.count() == 0


def test_one_scope_that_one_does_not_manage_gives_nothing_anywhere(client):
    form = bulk()
    make_project("ELSEWHERE")
    client.force_login(make_member("pmo_manager", Portfolio.objects.get(code="PF"), "office"))
    page = client.post(reverse("core:admin-grant-new"), {**form, "projects": "A\nELSEWHERE\nNOWHERE"})
    assert "You manage nothing of this kind called ELSEWHERE, NOWHERE." in page.content.decode()
    assert held() == set()


def test_ticked_grants_are_taken_back_all_or_none(client, office):
    mine = make_portfolio("MINE")
    first, second = grant_role(make_user("ann"), "reader", mine), grant_role(make_user("bob"), "reader", mine)
    above = grant_role(make_user("cleo"), "administrator", mine)
    revoke = reverse("core:admin-grants-revoke")
    office.post(revoke, {"grant": [first.uuid, above.uuid]})
    assert held() == {("ann", "reader", "MINE"), ("bob", "reader", "MINE"), ("cleo", "administrator", "MINE")}
    office.post(revoke, {"grant": [first.uuid, second.uuid]})
    assert held() == {("cleo", "administrator", "MINE")}
    assert office.post(revoke, {"grant": ["nonsense"]}).status_code == 302
    assert AuditEntry.objects.filter(verb="revoked").count() == 2


def test_who_holds_what_is_a_file_too_filtered_as_the_page(office):
    grant_role(make_user("ann", first_name="=Ann"), "reader", make_portfolio("PF", name="Industry"))
    rows = rows_of(office.get(reverse("core:admin-grants"), {"format": "csv", "scope": "portfolio"}))
    assert rows[0] == ["Holder", "Login", "Group", "Role", "Scope", "Code", "Name", "Since"]
    assert [row[:7] for row in rows[1:]] == [["'=Ann", "ann", "", "Reader", "Portfolio", "PF", "Industry"]]


def test_everything_a_person_may_do_is_a_file(office):
    person = make_member("team_member", make_project("P", portfolio=make_portfolio("PF")))
    rows = rows_of(office.get(reverse("core:admin-person-rights", args=[person.uuid])))
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    project = next(row for row in told if row["Code"] == "P")
    assert {name for name, value in project.items() if value == "yes"} == {"See", "Edit registers"}


def test_the_page_of_reach_says_why_not(office):
    secret = make_project("SECRET", portfolio=make_portfolio("PF", name="Industry"), confidential=True)
    reader = make_member("reader", secret.portfolio, "ann")
    query = {"scope": "project", "code": "SECRET", "person": reader.pk}
    page = office.get(reverse("core:admin-reach"), query).content.decode()
    assert "ann does not see this." in page
    assert "The project is confidential: inherited roles do not open it" in page
    assert f"{secret.portfolio}, the organisation." in page
    everybody = office.get(reverse("core:admin-reach"), {"scope": "project", "code": "SECRET"}).content.decode()
    assert "Everybody on SECRET" in everybody
    assert "No: the project is confidential and this role is inherited" in everybody


@pytest.mark.parametrize("role", ["pmo_manager", "executive"])
def test_objects_lead_to_who_sees_them_for_those_who_manage_grants(client, role):
    programme = make_programme("PG", portfolio=make_portfolio("PF"))
    make_project("P", programme=programme)
    client.force_login(make_member(role))
    for path, query in [
        ("/projects/P/", "scope=project&amp;code=P"),
        ("/programmes/PG/", "scope=programme&amp;code=PG"),
        ("/portfolios/PF/", "scope=portfolio&amp;code=PF"),
    ]:
        assert (f"/admin/reach/?{query}" in client.get(path).content.decode()) == (role == "pmo_manager")
