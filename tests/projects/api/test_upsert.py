"""Many rows at once by the key of their source: all or none, told one by one."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo.core.models import AuditEntry, User
from projects.models import ActualCost, DirtyMark, Milestone, Project, Risk
from tests import factories as f
from tests.calls import Api, refusal

pytestmark = pytest.mark.django_db
DAY = "2026-01-02"


@pytest.fixture
def project() -> Project:
    return f.make_project("ALPHA")


@pytest.fixture
def manager(project: Project) -> User:
    return f.make_member("project_manager", project, "mia")


@pytest.fixture
def api(manager: User) -> Api:
    return Api(manager)


def batch(*items: dict[str, Any], source: str = "sap") -> dict[str, Any]:
    return {"source": source, "items": list(items)}


def risk(number: int, **fields: Any) -> dict[str, Any]:
    return {"external_id": str(number), "project": "ALPHA", "title": f"Risk {number}", "raised_on": DAY, **fields}


def told(row: Any, outcome: str) -> dict[str, Any]:
    return {"external_id": row.external_id, "id": str(row.uuid), "version": row.version, "outcome": outcome}


def test_what_is_new_is_created_and_what_is_known_is_changed(api: Api, project: Project, manager: User) -> None:
    same = f.make_risk(project, source="sap", external_id="1", title="Risk 1", raised_on=DAY)
    old = f.make_risk(project, source="sap", external_id="2", title="Old", description="Kept")

    answer = api.post("risks/upsert/", batch(risk(3), risk(2, owner="mia"), {"external_id": "1", "project": "ALPHA"}))

    new = Risk.objects.get(external_id="3")
    old.refresh_from_db()
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "created": 1,
            "updated": 1,
            "unchanged": 1,
            "items": [told(new, "created"), told(old, "updated"), told(same, "unchanged")],
        },
    )
    assert (old.title, old.description, old.owner, old.version) == ("Risk 2", "Kept", manager, 2)
    assert (new.title, new.source, new.project, new.version) == ("Risk 3", "sap", project, 1)
    trail = AuditEntry.objects.order_by("pk").values_list("verb", "object_uuid", "actor")
    assert list(trail) == [("created", new.uuid, manager.pk), ("edited", old.uuid, manager.pk)]
    assert DirtyMark.objects.filter(project=project).exists()


def test_the_same_batch_again_changes_nothing(api: Api) -> None:
    first = api.post("risks/upsert/", batch(risk(1), risk(2))).json()
    again = api.post("risks/upsert/", batch(risk(1), risk(2))).json()
    assert {name: again[name] for name in ("created", "updated", "unchanged")} == {
        "created": 0,
        "updated": 0,
        "unchanged": 2,
    }
    assert [item["id"] for item in again["items"]] == [item["id"] for item in first["items"]]
    assert AuditEntry.objects.count() == 2


def test_a_key_counts_within_its_source_and_its_project(api: Api, project: Project, manager: User) -> None:
    f.grant_role(manager, "project_manager", f.make_project("BETA"))
    answers = [
        api.post("risks/upsert/", batch(risk(1))),
        api.post("risks/upsert/", batch(risk(1), source="jira")),
        api.post("risks/upsert/", batch(risk(1, project="BETA"))),
    ]
    assert [answer.json()["created"] for answer in answers] == [1, 1, 1]
    keys = Risk.objects.order_by("pk").values_list("source", "external_id", "project__code")
    assert list(keys) == [("sap", "1", "ALPHA"), ("jira", "1", "ALPHA"), ("sap", "1", "BETA")]


def test_one_wrong_item_refuses_all_and_every_wrong_item_is_named(api: Api) -> None:
    items = [
        risk(1),
        risk(2, title=""),
        risk(3, state="closed", closed_on="2025-01-01"),
        {"project": "ALPHA"},
        risk(1),
        risk(6, owner="nobody", colour="blue"),
        risk(7, project="NOWHERE"),
    ]
    status, code, fields = refusal(api.post("risks/upsert/", batch(*items)))
    assert (status, code) == (422, "invalid")
    assert sorted(fields) == [
        "items.1.title",
        "items.2.closed_on",
        "items.3.external_id",
        "items.4.external_id",
        "items.5.colour",
        "items.6.project",
    ]
    assert not Risk.objects.exists()
    assert not AuditEntry.objects.exists()
    assert not DirtyMark.objects.exists()


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, ["source", "items"]),
        ({"source": "", "items": []}, ["source", "items"]),
        ({"source": "sap", "items": ["text"]}, ["items.0"]),
        ({"source": "sap", "items": [{}] * 1001}, ["items"]),
        ({"source": "sap", "items": [risk(1)], "mode": "fast"}, ["mode"]),
        ([], [""]),
    ],
)
def test_a_batch_has_one_shape(api: Api, data: Any, fields: list[str]) -> None:
    assert refusal(api.post("risks/upsert/", data)) == (422, "invalid", fields)
    assert not Risk.objects.exists()


def test_two_objects_under_one_key_are_left_alone(api: Api, project: Project) -> None:
    for _ in range(2):
        f.make_risk(project, source="sap", external_id="1")
    assert refusal(api.post("risks/upsert/", batch(risk(1)))) == (422, "invalid", ["items.0.external_id"])
    assert set(Risk.objects.values_list("title", "version")) == {("Supplier fails", 1)}


def test_those_who_may_not_write_are_told_which_items(project: Project) -> None:
    other = f.make_project("BETA")
    reader = f.make_member("reader", project, "rob")
    f.grant_role(reader, "project_manager", other)
    status, code, fields = refusal(Api(reader).post("risks/upsert/", batch(risk(1, project="BETA"), risk(2))))
    assert (status, code, fields) == (403, "not_allowed", ["items.1"])
    assert not Risk.objects.exists()


def test_a_hidden_object_is_as_if_it_were_not_there(api: Api, project: Project) -> None:
    hidden = f.make_project("HIDDEN", source="sap", external_id="1", confidential=True, portfolio=project.portfolio)
    f.make_risk(hidden, source="sap", external_id="1")
    before = (Project.objects.filter(pk=hidden.pk).values().get(), Risk.objects.values().get())
    f.grant_role(User.objects.get(username="mia"), "project_manager", project.portfolio)

    new = {"external_id": "1", "code": "NEW", "name": "New", "portfolio": project.portfolio.code}
    assert api.post("projects/upsert/", batch(new)).json()["created"] == 1
    assert api.post("risks/upsert/", batch(risk(1))).json()["created"] == 1
    assert refusal(api.post("risks/upsert/", batch(risk(1, project="HIDDEN"))))[2] == ["items.0.project"]

    assert (Project.objects.filter(pk=hidden.pk).values().get(), hidden.risks.values().get()) == before


def test_projects_are_found_again_by_their_key(api: Api, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(source="sap", external_id="P-1")
    answer = api.post("projects/upsert/", batch({"external_id": "P-1", "code": "BETA", "finish": DAY}))
    project.refresh_from_db()
    assert answer.json()["items"] == [told(project, "updated")]
    assert (project.code, str(project.finish), project.version) == ("BETA", DAY, 2)
    twins = [{"external_id": key, "code": "BETA", "name": "B", "portfolio": project.portfolio.code} for key in "XY"]
    assert refusal(api.post("projects/upsert/", batch(*twins)))[0] == 403
    office = Api(f.make_member("pmo_manager"))
    assert refusal(office.post("projects/upsert/", batch(*twins)))[2] == ["items.0.code", "items.1.code"]
    assert Project.objects.count() == 1


def test_money_and_milestones_are_upserted_by_the_same_rules(api: Api) -> None:
    cost = {"external_id": "D-1", "project": "ALPHA", "posting_date": DAY, "amount": "12.5"}
    point = {"external_id": "M-1", "project": "ALPHA", "name": "Go-live", "forecast": DAY}
    assert api.post("actual-costs/upsert/", batch(cost)).json()["created"] == 1
    assert api.post("milestones/upsert/", batch(point)).json()["created"] == 1
    assert api.post("actual-costs/upsert/", batch({**cost, "amount": "12.50"})).json()["unchanged"] == 1
    assert api.post("actual-costs/upsert/", batch({**cost, "amount": None})).status_code == 422
    assert ActualCost.objects.values_list("amount", "currency", "version").get() == (12.5, "EUR", 1)
    assert Milestone.objects.values_list("name", "external_id").get() == ("Go-live", "M-1")


def test_a_batch_sent_twice_with_one_key_is_done_once(api: Api) -> None:
    first = api.post("risks/upsert/", batch(risk(1)), key="once")
    again = api.post("risks/upsert/", batch(risk(1)), key="once")
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (200, first.json(), "true")
    assert refusal(api.post("risks/upsert/", batch(risk(2)), key="once"))[:2] == (422, "idempotency_key_reused")
    assert Risk.objects.count() == 1


def test_what_items_name_is_looked_up_once_for_all(api: Api) -> None:
    """What each item costs is what its own writing costs."""

    def statements(*items: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert api.post("risks/upsert/", batch(*items)).status_code == 200
        return len(asked)

    statements(risk(100, owner="mia"))
    one = statements(risk(1, owner="mia"))
    each = statements(risk(2, owner="mia"), risk(3, owner="mia")) - one
    assert statements(*(risk(number, owner="mia") for number in range(4, 14))) == one + 9 * each
    assert each <= 8
    known = [risk(number, owner="mia") for number in range(4, 14)]
    assert statements(*known) < one
