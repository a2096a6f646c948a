"""The organisation, typed rates, webhooks, the trail, jobs and views through the API."""

from typing import Any

import pytest

from pmo.core.models import AuditEntry, ExchangeRate, IdempotencyKey, JobRun, Organisation, SavedView, Webhook
from pmo.core.roles import Role
from tests import factories as f
from tests.calls import Api, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Api:
    return Api(f.make_member(Role.ADMINISTRATOR, username="ada"))


@pytest.fixture
def rea() -> Api:
    return Api(f.make_member(Role.READER, username="rea"))


def test_everybody_reads_the_settings_and_administrators_write_them(ada: Api, rea: Api) -> None:
    f.make_organisation(name="Group")
    row = rea.get("organisation/").json()
    assert row == {
        "name": "Group",
        "reporting_currency": "EUR",
        "fiscal_year_start_month": 1,
        "stance": "controlling",
        "country": "FR",
    }
    assert refusal(rea.patch("organisation/", {"name": "Mine"}, None))[:2] == (403, "not_allowed")
    assert ada.patch("organisation/", {"fiscal_year_start_month": 4}, None).json() == {
        **row,
        "fiscal_year_start_month": 4,
    }
    assert Organisation.current().name == "Group"


@pytest.mark.parametrize(
    "values",
    [{"reporting_currency": "euro"}, {"fiscal_year_start_month": 13}, {"stance": "lax"}, {"name": ""}, {"id": 2}],
)
def test_settings_keep_their_rules(ada: Api, values: dict[str, Any]) -> None:
    f.make_organisation(name="Group")
    assert refusal(ada.patch("organisation/", values, None)) == (422, "invalid", list(values))
    assert Organisation.current().name == "Group"


def test_a_typed_rate_is_written_replaced_and_taken_out(ada: Api) -> None:
    body = {"currency": "USD", "on": "2026-06-15", "per_euro": "1.25", "source": "Treasury"}
    made = ada.post("exchange-rates/", body)
    rate = ExchangeRate.objects.get()
    assert (made.status_code, made.json()) == (201, {"id": rate.pk, **body})
    again = ada.post("exchange-rates/", {**body, "per_euro": "1.3"}).json()
    assert again == {"id": rate.pk, **body, "per_euro": "1.3"}
    assert ada.delete(f"exchange-rates/{rate.pk}/", None).status_code == 204
    assert ExchangeRate.objects.count() == 0


@pytest.mark.parametrize(
    "values", [{"currency": "EUR"}, {"currency": "usd"}, {"per_euro": "0"}, {"per_euro": "-1"}, {"on": "never"}]
)
def test_rates_keep_their_rules(ada: Api, values: dict[str, Any]) -> None:
    body = {"currency": "USD", "on": "2026-06-15", "per_euro": "1.25", **values}
    assert refusal(ada.post("exchange-rates/", body)) == (422, "invalid", list(values))
    assert ExchangeRate.objects.count() == 0


HOOK = {"name": "Chat", "url": "https://example.org/hook", "events": ["risk.*"], "owner": "ada"}


def test_a_secret_is_told_once_and_noted_nowhere(ada: Api) -> None:
    made = ada.post("webhooks/", HOOK, key="k-1")
    secret = made.json()["secret"]
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    assert secret.startswith("vigie_hook_")
    again = ada.post("webhooks/", HOOK, key="k-1")
    assert {**again.json(), "secret": secret} == made.json()
    assert "secret" not in again.json()
    assert secret.encode() not in bytes(IdempotencyKey.objects.get().body)
    address = f"webhooks/{made.json()['id']}/"
    assert "secret" not in ada.get(address).json()
    assert ada.post(f"{address}rotate-secret/").json()["secret"] not in ("", secret)


def test_a_webhook_is_changed_paused_tested_and_deleted(ada: Api) -> None:
    address = f"webhooks/{ada.post('webhooks/', HOOK).json()['id']}/"
    assert ada.patch(address, {"events": ["*"]}, version=1).json()["events"] == ["*"]
    assert ada.post(f"{address}pause/").json()["active"] is False
    hook = Webhook.objects.get()
    assert refusal(ada.post("webhook-deliveries/", {"webhook": "Chat"}))[:2] == (422, "silent_webhook")
    assert ada.post(f"{address}resume/").json()["active"] is True
    test = ada.post("webhook-deliveries/", {"webhook": "Chat"})
    assert (test.status_code, test.json()["event"], test.json()["webhook_id"]) == (201, "ping", str(hook.uuid))
    assert [row["event"] for row in ada.rows("webhook-deliveries/", webhook=str(hook.uuid), state="waiting")] == [
        "ping"
    ]
    again = ada.post(f"webhook-deliveries/{test.json()['id']}/send-again/")
    assert refusal(again)[:2] == (422, "already_waiting")
    hook.refresh_from_db()
    assert ada.delete(address, version=hook.version).status_code == 204
    assert Webhook.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"url": "http://127.0.0.1/"}, "unfit_address", "url"),
        ({"events": ["everything"]}, "unfit_events", "events"),
        ({"events": []}, "invalid", "events"),
        ({"owner": "nobody"}, "invalid", "owner"),
        ({"secret": "mine"}, "invalid", "secret"),
    ],
)
def test_webhooks_keep_their_rules(ada: Api, values: dict[str, Any], code: str, field: str) -> None:
    assert refusal(ada.post("webhooks/", {**HOOK, **values})) == (422, code, [field])
    assert Webhook.objects.count() == 0


def test_webhooks_are_for_administrators(ada: Api, rea: Api) -> None:
    address = f"webhooks/{ada.post('webhooks/', HOOK).json()['id']}/"
    assert (rea.rows("webhooks/"), rea.rows("webhook-deliveries/")) == ([], [])
    assert refusal(rea.get(address))[:2] == (404, "not_found")
    assert refusal(rea.post(f"{address}pause/"))[:2] == (404, "not_found")
    assert refusal(rea.post("webhooks/", {**HOOK, "owner": "rea"}))[:2] == (403, "not_allowed")
    assert refusal(rea.post("webhook-deliveries/", {"webhook": "Chat"})) == (422, "invalid", ["webhook"])


def test_the_trail_tells_what_the_caller_sees(ada: Api) -> None:
    home = f.make_project("HOME")
    f.make_project("AWAY")
    for code in ("HOME", "AWAY"):
        ada.post("risks/", {"project": code, "title": f"Fire {code}", "raised_on": "2026-01-02"})
    ada.patch("organisation/", {"name": "Group"}, None)
    reader = Api(f.make_member(Role.READER, home))
    (row,) = reader.rows("audit-entries/")
    assert (row["actor"], row["verb"], row["object_type"], row["project"]) == (
        "ada",
        "created",
        "projects.risk",
        "HOME",
    )
    assert row["changes"]["title"] == [None, "Fire HOME"]
    hidden = AuditEntry.objects.get(object_type="core.organisation")
    assert refusal(reader.get(f"audit-entries/{hidden.pk}/"))[:2] == (404, "not_found")
    assert [each["object_type"] for each in ada.rows("audit-entries/", object_type="core.organisation")] == [
        "core.organisation"
    ]
    assert len(ada.rows("audit-entries/", q="fire", verb="created", actor="ada")) == 2
    assert ada.rows("audit-entries/", until="2020-01-01") == []
    assert reader.rows("audit-entries/", object_id=str(hidden.object_uuid)) == []


def test_jobs_are_ones_own_or_everybodys_for_administrators(ada: Api, rea: Api) -> None:
    run = JobRun.objects.create(kind="import", title="Import", result={"error": "No room"}, state="failed")
    own = JobRun.objects.create(kind="import", title="Mine", user_id=rea.client.session["_auth_user_id"])
    assert [row["title"] for row in rea.rows("jobs/")] == ["Mine"]
    assert refusal(rea.get(f"jobs/{run.uuid}/"))[:2] == (404, "not_found")
    assert ada.get(f"jobs/{run.uuid}/").json()["result"] == {"error": "No room"}
    assert [row["id"] for row in ada.rows("jobs/", state="queued")] == [str(own.uuid)]


def test_views_are_ones_own_or_shared(ada: Api, rea: Api) -> None:
    made = ada.post("saved-views/", {"page": "projects", "name": "Red", "query": "health=red"})
    shared = ada.post("saved-views/", {"page": "projects", "name": "All", "shared": True})
    assert [made.status_code, made.json()["owner"]] == [201, "ada"]
    assert [row["name"] for row in rea.rows("saved-views/")] == ["All"]
    assert refusal(rea.get(f"saved-views/{made.json()['id']}/"))[:2] == (404, "not_found")
    assert refusal(rea.delete(f"saved-views/{shared.json()['id']}/", None))[:2] == (403, "not_allowed")
    again = ada.post("saved-views/", {"page": "projects", "name": "Red", "query": "health=amber"}).json()
    assert (again["id"], again["query"]) == (made.json()["id"], "health=amber")
    assert ada.delete(f"saved-views/{again['id']}/", None).status_code == 204
    assert list(SavedView.objects.values_list("name", flat=True)) == ["All"]
