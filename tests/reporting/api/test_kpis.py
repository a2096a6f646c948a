"""KPIs and their values through the API."""

from typing import Any

import pytest

from pmo.core.models import AuditEntry, User
from pmo.core.roles import Role
from reporting.models import Kpi, KpiValue
from tests import factories as f
from tests.calls import Api, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return f.make_member(Role.PMO_ANALYST, username="ana")


@pytest.fixture
def api(analyst: User) -> Api:
    return Api(analyst)


def test_a_kpi_is_defined_read_and_changed(api: Api, analyst: User) -> None:
    made = api.post("kpis/", {"code": "drift", "name": "Drift", "formula": "EAC / approved_budget", "red": "1.2"})
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    row = made.json()
    assert (row["code"], row["red"], row["direction"], row["owner"]) == ("drift", "1.2", "higher", None)
    assert api.get("kpis/drift/").json() == row
    changed = api.patch("kpis/drift/", {"owner": "ana", "direction": "lower"}, version=1)
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert (changed.json()["owner"], changed.json()["owner_id"]) == ("ana", str(analyst.uuid))
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["created", "edited"]


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"code": "calm"}, "code_taken", "code"),
        ({"code": "new"}, "code_not_addressable", "code"),
        ({"code": "a b"}, "invalid", "code"),
        ({"formula": "import os"}, "invalid_formula", "formula"),
        ({"amber": "1", "red": "2"}, "thresholds_contradict", "red"),
        ({"owner": "nobody"}, "invalid", "owner"),
    ],
)
def test_a_definition_keeps_its_rules(api: Api, values: dict[str, Any], code: str, field: str) -> None:
    Kpi.objects.create(code="calm", name="Calm")
    answer = api.post("kpis/", {"code": "other", "name": "Other", **values})
    assert refusal(answer) == (422, code, [field])
    Kpi.objects.create(code="other", name="Other")
    assert refusal(api.patch("kpis/other/", values, version=1)) == (422, code, [field])
    assert (Kpi.objects.count(), Kpi.objects.get(code="other").version) == (2, 1)


def test_a_value_is_taken_and_taken_again(api: Api) -> None:
    Kpi.objects.create(code="calm", name="Calm")
    made = api.post("kpi-values/", {"kpi": "calm", "on": "2026-06-15", "value": "4.2"})
    assert made.status_code == 201
    row = {"kpi": "calm", "portfolio": None, "on": "2026-06-15", "value": "4.2", "note": "", "by": "ana"}
    assert {name: made.json()[name] for name in row} == row
    api.post("kpi-values/", {"kpi": "calm", "on": "2026-06-15", "note": "The survey was late"})
    point = KpiValue.objects.get()
    assert (point.value, point.note) == (None, "The survey was late")


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"value": None}, "reason_missing", "note"),
        ({"on": "0001-01-01"}, "strange_day", "on"),
        ({"on": "9999-12-31"}, "strange_day", "on"),
        ({"kpi": "formula"}, "measured_by_formula", None),
        ({"portfolio": "HIDDEN"}, "invalid", "portfolio"),
    ],
)
def test_a_value_keeps_its_rules(api: Api, values: dict[str, Any], code: str, field: str | None) -> None:
    Kpi.objects.create(code="calm", name="Calm")
    Kpi.objects.create(code="formula", name="Formula", formula="EAC")
    answer = api.post("kpi-values/", {"kpi": "calm", "on": "2026-06-15", "value": "1", **values})
    assert refusal(answer) == (422, code, [field] if field else [])
    assert KpiValue.objects.count() == 0


def test_values_are_told_as_on_the_page_of_the_kpi() -> None:
    """Computed values cover confidential projects, so who may not see those is not told them."""
    home, far = f.make_portfolio("HOME"), f.make_portfolio("FAR")
    typed, formula = Kpi.objects.create(code="typed", name="T"), Kpi.objects.create(code="f", name="F", formula="EAC")
    for kpi, by in ((typed, f.make_user()), (formula, None)):
        for place in (None, home, far):
            KpiValue.objects.create(kpi=kpi, portfolio=place, on=f.DAY, value=1, by=by)

    def told(user: User) -> list[tuple[str, str | None]]:
        rows = Api(user).rows("kpi-values/", ordering="kpi,portfolio")
        return [(row["kpi"], row["portfolio"]) for row in rows]

    every = [("f", "FAR"), ("f", "HOME"), ("f", None), ("typed", "FAR"), ("typed", "HOME"), ("typed", None)]
    assert told(f.make_member(Role.EXECUTIVE)) == every
    assert told(f.make_member(Role.PMO_ANALYST)) == [("typed", "FAR"), ("typed", "HOME"), ("typed", None)]
    assert told(f.make_member(Role.READER, home)) == [("typed", "HOME")]
    assert told(f.make_member(Role.EXECUTIVE, home)) == [("f", "HOME"), ("typed", "HOME")]
    assert told(f.make_user()) == []


def test_a_formula_taken_away_opens_no_computed_value(api: Api) -> None:
    """Who defines KPIs need not see confidential projects, which the values recorded so far cover."""
    kpi = Kpi.objects.create(code="all", name="All", formula="EAC")
    KpiValue.objects.create(kpi=kpi, on=f.DAY, value=42)
    assert api.patch("kpis/all/", {"formula": ""}, 1).status_code == 200
    assert api.post("kpi-values/", {"kpi": "all", "on": "2026-06-16", "value": "7"}).status_code == 201
    assert [row["value"] for row in api.rows("kpi-values/")] == ["7"]
