"""Lists: pages, cursors, counts, sparse fields, orderings; what makes no sense is refused."""

import base64
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmo.core.models import ExchangeRate
from tests import factories as f
from tests.calls import Api, refusal
from tests.pmo_core.api.tokens import bearer, give_token

pytestmark = pytest.mark.django_db
LIST = "exchange-rates/"


@pytest.fixture
def api() -> Api:
    """Five rates, made in an order that is not the one of the list."""
    for currency in ("USD", "CHF", "SEK", "GBP", "DKK"):
        source = "" if currency == "CHF" else "x"
        ExchangeRate.objects.create(currency=currency, on=f.DAY, per_euro="1.5", source=source)
    return Api(f.make_user())


def currencies(answer: Any) -> list[str]:
    return [row["currency"] for row in answer.json()["results"]]


def follow(api: Api, address: str) -> Any:
    return api.client.get(address)


def test_pages_follow_each_other_there_and_back(api: Api) -> None:
    first = api.get(LIST, page_size=2, ordering="currency")
    assert (currencies(first), first.json()["previous"]) == (["CHF", "DKK"], None)
    second = follow(api, first.json()["next"])
    assert currencies(second) == ["GBP", "SEK"]
    assert currencies(follow(api, second.json()["previous"])) == ["CHF", "DKK"]
    last = follow(api, second.json()["next"])
    assert (currencies(last), last.json()["next"]) == (["USD"], None)
    assert follow(api, f"/api/v1/{LIST}?page=9").json()["results"] == []


def test_a_cursor_walks_every_row_once_whatever_is_written_meanwhile(api: Api) -> None:
    seen: list[str] = []
    address = f"/api/v1/{LIST}?cursor=&page_size=2"
    while address:
        answer = follow(api, address)
        seen += currencies(answer)
        address = answer.json()["next"]
        if len(seen) == 2:
            ExchangeRate.objects.filter(currency="USD").delete()
            ExchangeRate.objects.create(currency="AUD", on=f.DAY, per_euro="1.6")
    assert seen == ["USD", "CHF", "SEK", "GBP", "DKK", "AUD"]


def test_rows_are_counted_only_when_asked() -> None:
    client = bearer(give_token(f.make_user(), used_at=timezone.now())[1])
    ExchangeRate.objects.create(currency="USD", on=f.DAY, per_euro="1.5")
    with CaptureQueriesContext(connection) as plain:  # the token with its person, the rows
        assert "count" not in client.get(f"/api/v1/{LIST}").json()
    with CaptureQueriesContext(connection) as counted:
        assert client.get(f"/api/v1/{LIST}?count=true").json()["count"] == 1
    assert (len(plain), len(counted)) == (2, 3)


def test_only_the_fields_that_are_asked_for(api: Api) -> None:
    assert api.rows(LIST, fields="per_euro,currency", page_size=1, ordering="-currency") == [
        {"currency": "USD", "per_euro": "1.5"}
    ]


def test_the_order_that_is_asked_for(api: Api) -> None:
    assert currencies(api.get(LIST, ordering="-source,-currency")) == ["USD", "SEK", "GBP", "DKK", "CHF"]


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"wings": "2"}, "wings"),
        ({"fields": "currency,wings"}, "fields"),
        ({"ordering": "wings"}, "ordering"),
        ({"page": "0"}, "page"),
        ({"page": "x"}, "page"),
        ({"page": "٣"}, "page"),
        ({"page_size": "1001"}, "page_size"),
        ({"count": "yes"}, "count"),
        ({"cursor": "!!!"}, "cursor"),
        ({"cursor": base64.urlsafe_b64encode(b"-1").decode()}, "cursor"),
        ({"cursor": "", "page": "1"}, "cursor"),
        ({"cursor": "", "ordering": "on"}, "cursor"),
        ({"since": "yesterday"}, "since"),
        ({"as_of": "2026-02-30"}, "as_of"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(api: Api, asked: dict[str, str], parameter: str) -> None:
    assert refusal(api.get(LIST, **asked)) == (400, "bad_query", [parameter])


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon"])
def test_an_instant_that_no_database_holds_is_refused(api: Api, instant: str) -> None:
    assert refusal(api.get("risks/", updated_since=instant)) == (400, "bad_query", ["updated_since"])


def test_an_instant_may_have_any_offset(api: Api) -> None:
    project = f.make_project("ALPHA")
    f.make_risk(project)
    seen = Api(f.make_member("reader", project))
    assert len(seen.rows("risks/", updated_since="0233-02-08T03:36:50.418538-20:48")) == 1
    assert seen.rows("risks/", updated_since="2199-01-01T00:00:00Z") == []


def test_an_id_that_is_none_is_not_found(api: Api) -> None:
    for id in ("x", "-1", "1" * 40, "٣", "999999"):
        assert refusal(api.get(f"{LIST}{id}/"))[:2] == (404, "not_found")
