"""The pages of administration: who opens them, what they do, and that they cost the same for one row or three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmo.core import audit
from pmo.core.actions.api_tokens import create_token
from pmo.core.models import ApiToken, Grant, JobRun, Organisation, TokenAccess, User
from tests.factories import NOON, grant_role, make_member, make_portfolio, make_project, make_user

pytestmark = pytest.mark.django_db
OFFICE = ["admin-people", "admin-grants", "admin-grant-new", "admin-reach", "admin-audit"]
INSTALLATION = ["admin-person-new", "admin-organisation", "admin-rates"]


@pytest.mark.parametrize("name", OFFICE + INSTALLATION + ["help", "jobs"])
def test_an_administrator_opens_every_page(client, name):
    client.force_login(make_member("administrator"))
    assert client.get(reverse(f"core:{name}")).status_code == 200


@pytest.mark.parametrize("name", OFFICE + INSTALLATION)
def test_a_project_manager_opens_none(client, name):
    client.force_login(make_member("project_manager"))
    assert client.get(reverse(f"core:{name}")).status_code == 403


def test_the_office_opens_its_own_and_not_those_of_the_installation(client):
    client.force_login(make_member("pmo_manager", make_portfolio()))
    assert [client.get(reverse(f"core:{name}")).status_code for name in OFFICE] == [200] * 5
    assert [client.get(reverse(f"core:{name}")).status_code for name in INSTALLATION] == [403] * 3


def test_a_person_is_invited_granted_and_explained(client):
    portfolio = make_portfolio("PF")
    client.force_login(make_member("administrator"))
    fields = {"username": "ines", "password": "seven quiet harbours", "language": "fr"}
    client.post(reverse("core:admin-person-new"), fields)
    person = User.objects.get(username="ines")
    form = {"users": [person.pk], "role": "reader", "portfolios": "PF"}
    assert client.post(reverse("core:admin-grant-new"), form).status_code == 302
    assert Grant.objects.get(user=person).portfolio == portfolio
    query = {"person": person.pk, "scope": "portfolio", "code": "PF"}
    page = client.get(reverse("core:admin-reach"), query)
    assert b"own grant" in page.content
    assert client.get(reverse("core:admin-person", args=[person.uuid])).status_code == 200


def test_a_grant_on_an_unknown_code_is_refused_in_the_form(client):
    hidden = make_portfolio("HIDDEN")
    client.force_login(make_member("pmo_manager", make_portfolio()))
    form = {"users": [make_user().pk], "role": "reader", "portfolios": hidden.code}
    page = client.post(reverse("core:admin-grant-new"), form)
    assert "You manage nothing of this kind called HIDDEN." in page.content.decode()
    assert not Grant.objects.filter(portfolio=hidden).exists()


def test_a_grant_out_of_ones_scope_is_not_there(client):
    grant = grant_role(make_user(), "reader")
    client.force_login(make_member("pmo_manager", make_portfolio()))
    assert client.post(reverse("core:admin-grant-revoke", args=[grant.uuid])).status_code == 404
    assert Grant.objects.filter(pk=grant.pk).exists()


def test_the_organisation_and_a_rate_are_saved(client):
    client.force_login(make_member("administrator"))
    fields = {
        "name": "Armor",
        "reporting_currency": "USD",
        "fiscal_year_start_month": "7",
        "stance": "directive",
        "country": "FR",
        "second_factor_for": "nobody",
    }
    assert client.post(reverse("core:admin-organisation"), fields).status_code == 302
    assert Organisation.current().fiscal_year_start_month == 7
    rate = {"currency": "USD", "on": "2026-01-02", "per_euro": "1.1"}
    assert client.post(reverse("core:admin-rates"), rate).status_code == 302
    assert client.post(reverse("core:admin-rates"), {**rate, "per_euro": "1.2"}).status_code == 302
    assert "1.200000" in client.get(reverse("core:admin-rates")).content.decode()
    bad = client.post(reverse("core:admin-rates"), {**rate, "per_euro": "0"})
    assert "A rate is greater than 0." in bad.content.decode()


def test_a_job_is_followed_by_who_asked(client):
    user = make_user()
    job = JobRun.objects.create(user=user, kind="import", title="Import", total=10, done=3, state="running")
    client.force_login(user)
    assert client.get(reverse("core:job", args=[job.uuid])).status_code == 200
    part = client.get(reverse("core:job", args=[job.uuid]), headers={"HX-Request": "true"})
    assert b"every 1s" in part.content
    assert b"<html" not in part.content
    client.force_login(make_user())
    assert client.get(reverse("core:job", args=[job.uuid])).status_code == 404


@pytest.mark.parametrize("name", ["admin-people", "admin-grants", "admin-audit", "admin-rates"])
def test_lists_cost_the_same_for_one_row_and_three(client, name, django_assert_num_queries):
    client.force_login(make_member("administrator"))

    def add():
        project = make_project()
        grant_role(make_user(), "reader", project)
        audit.record(verb="created", obj=project, by=None, at=NOON, changes={})

    add()
    client.get(reverse(f"core:{name}"))  # fills caches
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(f"core:{name}"))
    add()
    add()
    with django_assert_num_queries(len(one)):
        client.get(reverse(f"core:{name}"))


def test_administrators_see_and_revoke_the_tokens_of_somebody(client):
    person = make_user()
    ends = NOON + timedelta(days=30)
    token, _key = create_token(name="Nightly copy", access=TokenAccess.READ, expires=ends, by=person, at=NOON)
    page, revoke = f"/admin/people/{person.uuid}/", f"/account/tokens/{token.uuid}/revoke/"
    client.force_login(make_member("pmo_manager"))
    assert "Nightly copy" not in client.get(page).content.decode()
    assert client.post(revoke).status_code == 404
    client.force_login(make_member("administrator"))
    assert "Nightly copy" in client.get(page).content.decode()
    assert client.post(revoke, {"next": page})["Location"] == page
    assert not ApiToken.objects.exists()
