"""The rows behind a number add up to it, in every currency, and say why a project brings nothing."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from pmo.core.roles import Role
from reporting.actions.facts import recompute_facts
from reporting.queries.rollup import roll_up
from reporting.queries.scope import ORGANISATION
from tests.factories import make_budget_line, make_member, make_portfolio, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(make_member(Role.READER))
    return client


def store() -> None:
    recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now())


def test_the_rows_of_a_file_add_up_to_the_tile(reader: Client) -> None:
    portfolio = make_portfolio("PF")
    for amount, currency in (("10.10", "EUR"), ("99.99", "USD"), ("0.35", "GBP")):
        make_budget_line(make_project(portfolio=portfolio, currency=currency), amount)
    make_budget_line(make_project("W", portfolio=portfolio), None, missing="withheld", missing_reason="Exempt")
    store()
    answer = reader.get("/measures/approved_budget/", {"format": "csv", "scope": "portfolio:PF", "currency": "EUR"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    summed = sum(Decimal(row["Approved budget (EUR)"]) for row in rows if row["Approved budget (EUR)"])
    total = roll_up(None, ORGANISATION, timezone.localdate(), "EUR").measures["approved_budget"]
    assert round(summed, 2) == round(total.value or 0, 2)
    assert [(row["Missing"], row["Reason"]) for row in rows if row["Missing"]] == [("withheld", "Exempt")]


@pytest.mark.parametrize("measure", ["EAC", "CPI", "open_issues", "report_age", "data_quality", "VAC"])
def test_every_kind_of_measure_opens(reader: Client, measure: str) -> None:
    make_budget_line(make_project(), "10")
    store()
    assert reader.get(f"/measures/{measure}/").status_code == 200
    past = (timezone.localdate() - timedelta(days=40)).isoformat()
    assert reader.get(f"/measures/{measure}/", {"as_of": past}).status_code == 200


def test_a_reason_stands_beside_the_missing_amount(reader: Client) -> None:
    make_budget_line(make_project(), None, missing="withheld", missing_reason="Exempt under Section 43")
    store()
    assert "Exempt under Section 43" in reader.get("/measures/approved_budget/").content.decode()


@pytest.mark.parametrize(
    "address", ["/measures/nonsense/", "/measures/EAC/?scope=portfolio:NONE", "/measures/EAC/?scope=x"]
)
def test_what_does_not_exist_is_not_found(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_a_hidden_scope_is_not_found() -> None:
    make_portfolio("HIDDEN")
    client = Client()
    client.force_login(make_member(Role.READER, on=make_portfolio("SEEN")))
    assert client.get("/measures/EAC/", {"scope": "portfolio:HIDDEN"}).status_code == 404
