"""The money page: totals that say what they know, and lines people write."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import ActualCost, Project
from tests import factories as f

pytestmark = pytest.mark.django_db
URL = "/projects/ALPHA/money/"
AT = "?as_of=2026-06-30"


@pytest.fixture
def project() -> Project:
    return f.make_project("ALPHA")


@pytest.fixture
def manager(client: Client, project: Project) -> Client:
    client.force_login(f.make_member("project_manager", project))
    return client


def test_totals_are_of_what_is_in_force_at_the_date(manager: Client, project: Project) -> None:
    f.make_budget_line(project, "100.10")
    f.make_budget_line(project, "50", approved_on="2026-07-15")
    f.make_budget_line(project, "7", state="planned")
    f.make_commitment(project, "30", invoiced="10")
    f.make_commitment(project, "99", closed=True)
    f.make_actual(project, "12.34")
    f.make_actual(project, "1", posting_date="2026-07-01")
    f.make_forecast(project, "120", made_on="2026-05-01")
    latest = f.make_forecast(project, "130", made_on="2026-06-01")
    f.make_forecast(project, "140", made_on="2026-07-01")

    money = manager.get(URL + AT).context["money"]

    assert [total.amount for total in money.approved.totals["current"]] == [Decimal("100.10")]
    assert [total.amount for total in money.planned.totals["current"]] == [Decimal("7")]
    assert [total.amount for total in money.commitments.totals["open"]] == [Decimal("20")]
    assert [total.amount for total in money.actuals.totals["amount"]] == [Decimal("12.34")]
    assert money.forecasts.counted == {latest.pk}


def test_a_total_with_a_withheld_line_is_not_known(manager: Client, project: Project) -> None:
    f.make_actual(project, "12.34")
    f.make_actual(project, None, missing="withheld", missing_reason="Section 43")

    response = manager.get(URL + AT)

    (total,) = response.context["money"].actuals.totals["amount"]
    assert (total.amount, total.known, total.of, total.withheld) == (None, 1, 2, 1)
    assert "Section 43" in response.content.decode()


def test_currencies_are_never_added(manager: Client, project: Project) -> None:
    f.make_actual(project, "1")
    f.make_actual(project, "2", currency="USD")
    totals = manager.get(URL + AT).context["money"].actuals.totals["amount"]
    assert [(total.currency, total.amount) for total in totals] == [("EUR", Decimal(1)), ("USD", Decimal(2))]


def test_three_lines_cost_as_many_queries_as_one(manager: Client, project: Project) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            manager.get(URL)
        return len(seen)

    makers = (f.make_budget_line, f.make_commitment, f.make_actual, f.make_forecast)
    for make in makers:
        make(project)
    queries()
    one = queries()
    for make in makers * 2:
        make(project)
    assert queries() == one


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("budget", {"state": "approved", "cost_type": "capex", "original": "5", "current": "6"}),
        ("commitments", {"ordered_on": "2026-06-01", "amount": "6", "invoiced": "0"}),
        ("actuals", {"posting_date": "2026-06-01", "cost_type": "opex", "amount": "6"}),
        ("forecasts", {"kind": "eac", "made_on": "2026-06-01", "amount": "6"}),
    ],
)
def test_a_line_is_added_edited_and_deleted(
    manager: Client, project: Project, kind: str, values: dict[str, str]
) -> None:
    data = {**values, "currency": "EUR", "version": "0"}
    assert manager.get(f"{URL}{kind}/new/").status_code == 200
    assert manager.post(f"{URL}{kind}/new/", data).status_code == 302
    model = {"budget": "budgetlines", "actuals": "actualcosts"}.get(kind, kind)
    (line,) = getattr(project, model).all()

    page = f"{URL}{kind}/{line.uuid}/"
    assert manager.get(f"{page}edit/").status_code == 200
    assert manager.post(f"{page}edit/", {**data, "currency": "usd", "version": "1"}).status_code == 302
    line.refresh_from_db()
    assert line.currency == "USD"
    assert manager.post(f"{page}edit/", {**data, "version": "1"}).status_code == 422
    assert manager.get(f"{page}delete/").status_code == 200
    assert manager.post(f"{page}delete/").status_code == 302
    assert not getattr(project, model).exists()


def test_an_absent_amount_without_reason_is_refused_beside_its_field(manager: Client) -> None:
    data = {"posting_date": "2026-06-01", "cost_type": "opex", "currency": "EUR", "missing": "withheld"}
    response = manager.post(f"{URL}actuals/new/", data)
    assert response.status_code == 422
    assert response.context["form"].errors["missing_reason"]
    assert not ActualCost.objects.exists()


def test_readers_read_and_strangers_find_nothing(client: Client, project: Project) -> None:
    line = f.make_actual(project)
    urls = [f"{URL}actuals/new/", f"{URL}actuals/{line.uuid}/edit/", f"{URL}actuals/{line.uuid}/delete/"]

    client.force_login(f.make_member("reader", project))
    page = client.get(URL)
    assert page.status_code == 200
    assert b"/actuals/new/" not in page.content
    assert {client.post(url).status_code for url in urls} == {403}

    client.force_login(f.make_member("project_manager", f.make_project()))
    assert {client.post(url).status_code for url in [URL, *urls]} == {404}
    assert ActualCost.objects.count() == 1


def test_a_line_of_another_project_is_not_reached_through_this_one(manager: Client) -> None:
    other = f.make_actual(f.make_project("OTHER"))
    assert manager.get(f"{URL}actuals/{other.uuid}/edit/").status_code == 404
    assert manager.get(f"{URL}nothing/new/").status_code == 404
