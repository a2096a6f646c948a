"""Portfolios, programmes and threshold sets through the API."""

from decimal import Decimal
from typing import Any

import pytest

from pmo.core.models import AuditEntry, User
from portfolio.models import Portfolio, Programme, ThresholdSet
from tests import factories as f
from tests.calls import Api, refusal, told_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return f.make_member("pmo_manager", username="olga")


@pytest.fixture
def api(office: User) -> Api:
    return Api(office)


def test_a_portfolio_is_created_read_and_moved(api: Api, office: User) -> None:
    top = f.make_portfolio("TOP", thresholds=f.make_threshold_set(name="Strict"))
    sent = {"code": "SUB", "name": "Sub", "parent": "TOP", "owner": "olga", "thresholds": "Strict"}
    made = api.post("portfolios/", sent)
    stored = Portfolio.objects.get(code="SUB")
    row = {
        **told_of(stored),
        **sent,
        "description": "",
        "parent_id": str(top.uuid),
        "owner_id": str(office.uuid),
        "thresholds_id": str(top.thresholds.uuid),
    }
    assert (made.status_code, made.json(), made["ETag"]) == (201, row, '"1"')
    assert api.get("portfolios/SUB/").json() == row
    assert [each["code"] for each in api.rows("portfolios/", under="TOP", ordering="code")] == ["SUB", "TOP"]
    assert [each["code"] for each in api.rows("portfolios/", owner="olga")] == ["SUB"]

    changed = api.patch("portfolios/SUB/", {"parent": None}, version=1)
    stored.refresh_from_db()
    assert (changed.status_code, stored.path, changed["ETag"]) == (200, f"/{stored.pk}/", '"2"')
    assert changed.json() == {**row, **told_of(stored), "parent": None, "parent_id": None}
    assert refusal(api.delete("portfolios/SUB/", version=2))[0] == 405


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"parent": "SUB"}, "portfolio_cycle", "parent"),
        ({"code": "SUB"}, "code_taken", "code"),
        ({"code": "a/b"}, "code_not_addressable", "code"),
        ({"parent": "NOWHERE"}, "invalid", "parent"),
        ({"path": "/1/"}, "invalid", "path"),
        ({"name": ""}, "invalid", "name"),
    ],
)
def test_a_portfolio_keeps_its_rules(api: Api, change: dict[str, Any], code: str, field: str) -> None:
    top = f.make_portfolio("TOP")
    f.make_portfolio("SUB", parent=top)
    before = list(Portfolio.objects.order_by("pk").values())
    assert refusal(api.patch("portfolios/TOP/", change, version=1)) == (422, code, [field])
    assert list(Portfolio.objects.order_by("pk").values()) == before
    assert not AuditEntry.objects.exists()


def test_a_parent_that_is_hidden_is_told_as_none() -> None:
    sub = f.make_portfolio("SUB", parent=f.make_portfolio("SECRET-TOP"))
    api = Api(f.make_member("pmo_analyst", sub))
    (row,) = api.rows("portfolios/")
    assert (row["code"], row["parent"], row["parent_id"]) == ("SUB", None, None)
    changed = api.patch("portfolios/SUB/", {"name": "New"}, version=1).json()
    assert (changed["name"], changed["parent"], changed["parent_id"]) == ("New", None, None)
    assert refusal(api.patch("portfolios/SUB/", {"parent": "SECRET-TOP"}, version=2)) == (422, "invalid", ["parent"])
    assert refusal(api.patch("portfolios/SUB/", {"parent": None}, version=2))[:2] == (403, "not_allowed")
    assert Portfolio.objects.get(code="SUB").parent.code == "SECRET-TOP"


def test_a_programme_takes_its_projects_along(api: Api) -> None:
    home, other = f.make_portfolio("HOME"), f.make_portfolio("OTHER")
    made = api.post("programmes/", {"code": "PG", "name": "Renewal", "portfolio": "HOME"})
    stored = Programme.objects.get()
    row = {
        **told_of(stored),
        "code": "PG",
        "name": "Renewal",
        "description": "",
        "portfolio": "HOME",
        "portfolio_id": str(home.uuid),
        "owner": None,
        "owner_id": None,
    }
    assert (made.status_code, made.json()) == (201, row)
    project = f.make_project(programme=stored)

    changed = api.patch("programmes/PG/", {"portfolio": "OTHER"}, version=1)
    stored.refresh_from_db()
    project.refresh_from_db()
    assert changed.json() == {**row, **told_of(stored), "portfolio": "OTHER", "portfolio_id": str(other.uuid)}
    assert (project.portfolio, project.version) == (other, 2)
    assert [each["code"] for each in api.rows("programmes/", portfolio="OTHER", q="renew")] == ["PG"]
    assert api.rows("programmes/", portfolio="HOME") == []


def test_a_threshold_set_starts_from_the_published_rules(api: Api) -> None:
    made = api.post("threshold-sets/", {"name": "Strict", "cpi_red": "0.95"})
    stored = ThresholdSet.objects.get()
    figures = {
        field.name: "0.95" if field.name == "cpi_red" else f"{field.default.normalize():f}"
        for field in ThresholdSet._meta.concrete_fields
        if isinstance(field.default, Decimal)
    }
    row = {**told_of(stored), "name": "Strict", **figures, "grace_days": 10}
    assert (made.status_code, made.json()) == (201, row)
    assert Api(f.make_user()).rows("threshold-sets/") == [row]

    assert refusal(api.patch(f"threshold-sets/{stored.uuid}/", {"cpi_amber": "0.9"}, version=1)) == (
        422,
        "thresholds_out_of_order",
        ["cpi_red"],
    )
    assert refusal(api.post("threshold-sets/", {"name": "Strict"})) == (422, "name_taken", ["name"])
    changed = api.patch(f"threshold-sets/{stored.uuid}/", {"grace_days": 5}, version=1)
    assert (changed.status_code, changed.json()["grace_days"], changed["ETag"]) == (200, 5, '"2"')
    assert ThresholdSet.objects.values_list("cpi_amber", "grace_days").get() == (Decimal("0.95"), 5)


def test_two_who_edit_the_same_portfolio_are_told(api: Api) -> None:
    f.make_portfolio("HOME")
    assert api.patch("portfolios/HOME/", {"name": "Theirs"}, version=1).status_code == 200
    answer = api.patch("portfolios/HOME/", {"name": "Mine"}, version=1)
    assert refusal(answer)[:2] == (412, "stale")
    assert answer.json()["theirs"] == {"name": "Theirs"}
    assert refusal(api.patch("portfolios/HOME/", {"name": "Mine"}, version=None))[:2] == (428, "version_missing")
    assert Portfolio.objects.get().name == "Theirs"
