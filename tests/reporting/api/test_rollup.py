"""The roll-up through the API: the numbers of the dashboard, over what the caller sees, and the rows behind them."""

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmo.core.models import User
from pmo.core.roles import Role
from reporting.actions.facts import recompute_facts
from reporting.engine.measures import BY_NAME
from tests import factories as f
from tests.calls import Api, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Any:
    """Two portfolios, one nested, an open and a confidential project, two currencies."""
    f.make_organisation(reporting_currency="EUR")
    home = f.make_portfolio("HOME")
    inner = f.make_portfolio("INNER", parent=home)
    programme = f.make_programme("PG", portfolio=home)
    for code, place, more in (
        ("A", {"programme": programme}, {"currency": "EUR"}),
        ("B", {"portfolio": inner}, {"currency": "USD"}),
        ("C", {"portfolio": home}, {"currency": "EUR"}),
        ("SECRET", {"programme": programme}, {"currency": "EUR", "confidential": True}),
        ("FAR", {"portfolio": f.make_portfolio("FAR")}, {"currency": "EUR"}),
    ):
        project = f.make_project(code, **place, **more)
        f.make_budget_line(project, "1000.5")
        f.make_forecast(project, "1200")
        f.make_actual(project, "300")
        f.make_report(project, progress=40, declared_health="amber")
    recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now())
    return home


@pytest.fixture
def reader(home: Any) -> User:
    return f.make_member(Role.READER, home, "rea")


SCOPES = ["organisation", "portfolio:HOME", "portfolio:INNER", "programme:PG", "project:A"]


@pytest.mark.parametrize("scope", SCOPES)
def test_the_system_and_who_sees_everything_read_the_same(home: Any, scope: str) -> None:
    out = StringIO()
    call_command("rollup", scope=scope, json=True, stdout=out)
    executive = Api(f.make_member(Role.EXECUTIVE))
    assert executive.get("rollup/", scope=scope).json() == json.loads(out.getvalue())


@pytest.mark.parametrize(("scope", "path"), [("organisation", "/"), ("portfolio:HOME", "/portfolios/HOME/")])
def test_the_numbers_are_those_of_the_tiles(client: Client, reader: User, scope: str, path: str) -> None:
    answer = Api(reader).get("rollup/", scope=scope).json()
    client.force_login(reader)
    shown = {tile["label"]: tile for tile in client.get(path).context["tiles"]}
    assert answer["projects"] == shown["Projects"]["value"] == 3
    labels = {"approved_budget": "Approved budget", "EAC": "Forecast (EAC)", "VAC": "Variance (VAC)", "CPI": "CPI"}
    for measure, label in labels.items():
        told, tile = answer["measures"][measure], shown[label]
        assert Decimal(told["value"]) == round(tile["value"], 6)
        assert (told["known"], told["of"], told["withheld"]) == (tile["known"], tile["of"], tile["withheld"])


def test_what_is_hidden_is_in_no_sum(reader: User) -> None:
    answer = Api(reader).get("rollup/", scope="programme:PG").json()
    assert (answer["projects"], answer["measures"]["approved_budget"]["value"]) == (1, "1000.50")


@pytest.mark.parametrize("scope", ["portfolio:FAR", "project:SECRET", "project:NONE", "programme:NONE"])
def test_a_hidden_scope_is_as_one_that_is_not_there(reader: User, scope: str) -> None:
    api = Api(reader)
    answers = [api.get("rollup/", scope=scope), api.get("rollup/rows/", scope=scope, measure="EAC")]
    assert [refusal(answer)[:2] for answer in answers] == [(404, "not_found")] * 2
    assert answers[0].content == api.get("rollup/", scope="project:NOTHING").content


def test_the_parts_are_the_whole(home: Any) -> None:
    api = Api(f.make_member(Role.EXECUTIVE))
    answer = api.get("rollup/", scope="portfolio:HOME", children="true", currency="EUR").json()
    assert [(part["scope"], part["name"], part["projects"]) for part in answer["children"]] == [
        ("portfolio:INNER", "Portfolio INNER", 1),
        ("programme:PG", "Programme PG", 2),
        ("project:C", "Project C", 1),
    ]
    summed = sum(Decimal(part["measures"]["AC"]["value"]) for part in answer["children"])
    assert summed == Decimal(answer["measures"]["AC"]["value"])
    whole = api.get("rollup/", scope="portfolio:HOME", currency="EUR").json()
    assert {name: value for name, value in answer.items() if name != "children"} == whole


def test_another_currency_is_converted_at_the_rate_told(home: Any) -> None:
    answer = Api(f.make_member(Role.EXECUTIVE)).get("rollup/", scope="project:A", currency="USD").json()
    rate = Decimal(answer["rates"]["EUR"]["value"])
    assert Decimal(answer["measures"]["approved_budget"]["value"]) == round(Decimal("1000.5") * rate, 6)


def test_another_day_is_computed_for_the_answer(home: Any) -> None:
    answer = Api(f.make_member(Role.EXECUTIVE)).get("rollup/", scope="project:A", as_of="2020-01-01").json()
    assert (answer["as_of"], answer["measures"]["AC"]["value"]) == ("2020-01-01", None)


def test_the_rows_behind_a_number_add_up_to_it(reader: User) -> None:
    api = Api(reader)
    for measure in ("EAC", "approved_budget", "open_issues"):
        told = api.get("rollup/rows/", scope="portfolio:HOME", measure=measure).json()
        assert told["total"] == api.get("rollup/", scope="portfolio:HOME").json()["measures"][measure]
        assert sorted(row["project"] for row in told["results"]) == ["A", "B", "C"]
        values = [Decimal(row["value"]) for row in told["results"] if row["value"] is not None]
        assert round(sum(values, Decimal(0)), 6) == Decimal(told["total"]["value"] or 0)


def test_a_row_says_why_it_brings_nothing(home: Any) -> None:
    rows = Api(f.make_member(Role.EXECUTIVE)).rows("rollup/rows/", scope="project:A", measure="benefits")
    assert [(row["value"], row["missing"], row["reason"]) for row in rows] == [(None, "unknown", "No forecast made")]


def test_rows_are_paged_sorted_and_sparse(home: Any) -> None:
    api = Api(f.make_member(Role.EXECUTIVE))
    asked = {"scope": "portfolio:HOME", "measure": "AC", "ordering": "-project", "fields": "project", "page_size": 3}
    told = api.get("rollup/rows/", **asked, count="true").json()
    assert told["results"] == [{"project": "SECRET"}, {"project": "C"}, {"project": "B"}]
    assert told["count"] == 4
    assert api.client.get(told["next"]).json()["results"] == [{"project": "A"}]


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"scope": "everything"}, "scope"),
        ({"scope": "portfolio:"}, "scope"),
        ({"scope": "organisation:X"}, "scope"),
        ({"as_of": "today"}, "as_of"),
        ({"currency": "eur"}, "currency"),
        ({"children": "yes"}, "children"),
        ({"wings": "2"}, "wings"),
    ],
)
def test_what_makes_no_sense_is_refused(home: Any, asked: dict[str, str], parameter: str) -> None:
    assert refusal(Api(f.make_user()).get("rollup/", **asked)) == (400, "bad_query", [parameter])


def test_a_measure_is_one_of_the_catalogue(home: Any) -> None:
    api = Api(f.make_user())
    assert refusal(api.get("rollup/rows/")) == (400, "bad_query", ["measure"])
    assert refusal(api.get("rollup/rows/", measure="luck")) == (400, "bad_query", ["measure"])
    assert all(api.get("rollup/rows/", measure=measure).status_code == 200 for measure in BY_NAME)


def test_the_number_of_statements_does_not_grow(home: Any) -> None:
    api = Api(f.make_member(Role.EXECUTIVE))

    def statements() -> int:
        """After a write, so that nothing of the answer before is of use."""
        recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now())
        with CaptureQueriesContext(connection) as sent:
            api.get("rollup/")
        return len(sent)

    statements()
    few = statements()
    for number in range(5):
        f.make_budget_line(f.make_project(f"MORE{number}", portfolio=home), "10")
    assert (statements(), api.get("rollup/").json()["projects"]) == (few, 10)
