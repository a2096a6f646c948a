"""The KPI catalogue, my work, portfolios and parked work, as pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pmo.core.models import AuditEntry, Organisation
from projects.models import DirtyMark
from reporting.models import Kpi, KpiValue, ProjectFact
from tests.factories import (
    NOON,
    make_budget_line,
    make_forecast,
    make_member,
    make_portfolio,
    make_project,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def drift():
    return Kpi.objects.create(
        code="drift",
        name="Drift",
        formula="100 * (EAC / approved_budget - 1)",
        unit="%",
        direction="lower",
        amber=Decimal(5),
        red=Decimal(10),
    )


@pytest.fixture
def project():
    made = make_project(portfolio=make_portfolio("PF"))
    make_budget_line(made, "1000")
    make_forecast(made, "1120")
    return made


def test_a_kpi_opens_the_measures_behind_it(client, drift, project):
    client.force_login(make_member("executive"))
    page = client.get(reverse("reporting:kpi", args=["drift"])).content.decode()
    assert "12.00&nbsp;%" in page
    assert "/measures/EAC/?scope=organisation" in page
    assert client.get(reverse("reporting:kpi", args=["drift"]), {"scope": "portfolio:PF"}).status_code == 200
    assert "12.00&nbsp;%" in client.get(reverse("reporting:kpi-list")).content.decode()


def test_a_result_beyond_any_figure_says_so(client, drift, project):
    Kpi.objects.update(formula="1e50 * EAC")
    client.force_login(make_member("pmo_manager"))
    assert "larger than a KPI can hold" in client.get(reverse("reporting:kpi", args=["drift"])).content.decode()
    assert client.get(reverse("reporting:kpi-list")).status_code == 200


def test_recorded_totals_are_told_only_to_who_sees_every_project(client, drift, project):
    make_project(portfolio=project.portfolio, confidential=True)
    KpiValue.objects.create(kpi=drift, on=date(2026, 1, 31), value=Decimal(42))
    address = reverse("reporting:kpi", args=["drift"])
    client.force_login(make_member("reader"))
    assert "42.00&nbsp;%" not in client.get(address).content.decode()
    client.force_login(make_member("executive"))
    assert "42.00&nbsp;%" in client.get(address).content.decode()
    Kpi.objects.update(formula="")
    assert "42.00&nbsp;%" in client.get(address).content.decode()
    client.force_login(make_member("pmo_analyst"))
    for page in (address, reverse("reporting:kpi-list")):
        assert "42.00&nbsp;%" not in client.get(page).content.decode()


def test_a_portfolio_out_of_sight_is_not_found(client, drift, project):
    client.force_login(make_member("reader", make_portfolio()))
    assert client.get(reverse("reporting:kpi", args=["drift"]), {"scope": "portfolio:PF"}).status_code == 404


def test_an_analyst_defines_a_kpi_and_reads_what_is_wrong(client):
    client.force_login(make_member("pmo_analyst"))
    address = reverse("reporting:kpi-create")
    assert client.get(address).status_code == 200
    fields = {"code": "x", "name": "X", "formula": "EAC / budgt", "direction": "lower", "frequency": "monthly"}
    assert "“budgt” is not a measure, at position 7" in client.post(address, fields).content.decode()
    assert client.post(address, {**fields, "formula": "EAC"}).status_code == 302
    edit = reverse("reporting:kpi-edit", args=["x"])
    assert client.post(edit, {**fields, "formula": "AC", "version": 1}).status_code == 302
    assert Kpi.objects.get().formula == "AC"
    client.force_login(make_member("project_manager"))
    assert client.get(edit).status_code == 403


def test_a_value_is_recorded_by_hand_or_with_its_reason(client):
    owner = make_member("reader")
    Kpi.objects.create(code="nps", name="Satisfaction", owner=owner)
    client.force_login(owner)
    address = reverse("reporting:kpi-measure", args=["nps"])
    assert "say why there is none" in client.post(address, {"on": "2026-06-30"}).content.decode()
    assert client.post(address, {"on": "2026-06-30", "value": "4.2"}).status_code == 302
    page = client.get(reverse("reporting:kpi", args=["nps"])).content.decode()
    assert "4.20" in page
    assert "Record the value" in page
    client.force_login(make_member("reader"))
    assert "Record the value" not in client.get(reverse("reporting:kpi", args=["nps"])).content.decode()


def test_my_work_says_when_nothing_is_due(client):
    client.force_login(make_user())
    assert b"Nothing is due from you" in client.get(reverse("reporting:my-work")).content


def test_the_tree_of_portfolios_counts_what_one_sees(client, project):
    make_project(portfolio=make_portfolio("IN", parent=project.portfolio))
    make_project(portfolio=project.portfolio, confidential=True)
    make_portfolio("HIDDEN")
    client.force_login(make_member("reader", project.portfolio))
    page = client.get(reverse("reporting:portfolio-list"))
    assert [branch["portfolio"].code for branch in page.context["branches"]] == ["PF", "IN"]
    assert [branch["rollup"].projects for branch in page.context["branches"]] == [2, 1]


def test_parked_work_is_tried_again(client, project):
    DirtyMark.objects.update_or_create(project=project, defaults={"marked_at": NOON, "parked": True, "attempts": 5})
    client.force_login(make_member("administrator"))
    assert project.name in client.get(reverse("reporting:admin-outbox")).content.decode()
    assert client.post(reverse("reporting:admin-outbox-retry", args=[project.pk])).status_code == 302
    assert not DirtyMark.objects.filter(parked=True).exists()
    assert AuditEntry.objects.get(verb="queued").object_uuid == project.uuid
    client.force_login(make_member("pmo_manager"))
    assert client.get(reverse("reporting:admin-outbox")).status_code == 403


@pytest.mark.parametrize("name", ["kpi-list", "portfolio-list"])
def test_lists_cost_the_same_for_one_row_and_three(client, name, django_assert_num_queries):
    client.force_login(make_member("executive"))

    def add(code):
        kpi = Kpi.objects.create(code=code, name=code, formula="EAC")
        KpiValue.objects.create(kpi=kpi, on=date(2026, 1, 31), value=Decimal(1))
        make_project(portfolio=make_portfolio())

    add("a")
    client.get(reverse(f"reporting:{name}"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(f"reporting:{name}"))
    add("b")
    add("c")
    with django_assert_num_queries(len(one)):
        client.get(reverse(f"reporting:{name}"))


def test_a_typed_rate_is_written_into_the_facts(client, project, django_capture_on_commit_callbacks):
    client.force_login(make_member("administrator"))
    Organisation.objects.create(pk=1, name="Armor", reporting_currency="USD")
    rate = {"currency": "USD", "on": timezone.localdate().isoformat(), "per_euro": "2"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("core:admin-rates"), rate)
    assert ProjectFact.objects.get(project=project).reporting_rate == 2
