"""The form of a project: who opens it, where it may put a project, what it shows on conflict."""

from typing import Any

import pytest
from django.test import Client

from projects.models import Project
from tests import factories as f

pytestmark = pytest.mark.django_db


def _values(**values: Any) -> dict[str, Any]:
    fixed = {"methodology": "hybrid", "status": "active", "phase": "execution", "priority": "medium"}
    rules = {"currency": "eur", "eac_method": "manager", "reporting_cycle": "none"}
    return {"code": "NEW", "name": "New one", **fixed, **rules, **values}


def test_an_analyst_creates_a_project_in_a_programme_they_reach(client: Client) -> None:
    programme = f.make_programme()
    client.force_login(f.make_member("pmo_analyst", programme.portfolio))

    form = client.get("/projects/new/").context["form"]
    assert list(form.fields["programme"].queryset) == [programme]
    assert "confidential" not in form.fields
    assert client.post("/projects/new/", _values(programme=programme.pk)).status_code == 302

    project = Project.objects.get()
    assert (project.code, project.portfolio, project.currency) == ("NEW", programme.portfolio, "EUR")


def test_a_place_out_of_reach_is_no_choice(client: Client) -> None:
    client.force_login(f.make_member("pmo_analyst", f.make_portfolio()))
    response = client.post("/projects/new/", _values(portfolio=f.make_portfolio().pk))
    assert response.status_code == 422
    assert not Project.objects.exists()


def test_the_office_makes_a_project_confidential(client: Client) -> None:
    portfolio = f.make_portfolio()
    client.force_login(f.make_member("pmo_manager"))
    assert client.post("/projects/new/", _values(portfolio=portfolio.pk, confidential="on")).status_code == 302
    assert Project.objects.get().confidential


def test_a_stale_form_shows_both_values(client: Client) -> None:
    project = f.make_project("NEW", name="Theirs", version=2)
    client.force_login(f.make_member("project_manager", project))

    response = client.post("/projects/NEW/edit/", _values(portfolio=project.portfolio.pk, version=1))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Theirs" in page
    assert 'value="New one"' in page
    assert client.post("/projects/NEW/edit/", _values(portfolio=project.portfolio.pk, version=2)).status_code == 302
    project.refresh_from_db()
    assert project.name == "New one"


def test_dates_out_of_order_and_a_taken_code_are_told_beside_their_fields(client: Client) -> None:
    project = f.make_project("TAKEN")
    client.force_login(f.make_member("pmo_analyst", project.portfolio))
    dates = {"start": "2026-02-01", "finish": "2026-01-01"}
    response = client.post("/projects/new/", _values(code="TAKEN", portfolio=project.portfolio.pk, **dates))
    assert response.status_code == 422
    assert set(response.context["form"].errors) >= {"code", "finish"}


def test_readers_are_refused_and_strangers_find_nothing(client: Client) -> None:
    project = f.make_project("NEW")
    client.force_login(f.make_member("reader", project))
    assert client.get("/projects/NEW/edit/").status_code == 403
    assert client.get("/projects/new/").status_code == 403
    client.force_login(f.make_member("project_manager", f.make_project()))
    assert client.get("/projects/NEW/edit/").status_code == 404
