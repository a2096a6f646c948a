"""Status reports through the API: written as a draft, published once, and never changed again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from pmo.core.models import AuditEntry, User
from projects.models import Project, StatusReport
from tests import factories as f
from tests.calls import Api, refusal, told_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return f.make_project("ALPHA")


@pytest.fixture
def manager(project: Project) -> User:
    return f.make_member("project_manager", project, "mia")


@pytest.fixture
def api(manager: User) -> Api:
    return Api(manager)


def test_a_report_is_written_published_and_frozen(api: Api, project: Project, manager: User) -> None:
    today = timezone.localdate().isoformat()
    made = api.post("status-reports/", {"project": "ALPHA", "progress": "40.5", "achieved": "Much"})
    draft = StatusReport.objects.get()
    row: dict[str, Any] = {
        **told_of(draft),
        "project": "ALPHA",
        "project_id": str(project.uuid),
        "state": "draft",
        "period_end": today,
        "declared_health": "",
        "health_reason": "",
        "progress": "40.5",
        "achieved": "Much",
        "next_steps": "",
        "decisions_asked": "",
        "author": "mia",
        "author_id": str(manager.uuid),
        "published_at": None,
        "evidence": {},
    }
    assert (made.status_code, made.json()) == (201, row)
    address = f"status-reports/{draft.uuid}/"
    assert made["Location"] == f"/api/v1/{address}"
    assert refusal(api.post("status-reports/", {"project": "ALPHA"})) == (422, "draft_begun", ["project"])
    assert refusal(api.post(f"{address}publish/", version=draft.version)) == (
        422,
        "health_not_declared",
        ["declared_health"],
    )

    changed = api.patch(address, {"declared_health": "green"}, version=draft.version)
    assert (changed.status_code, changed.json()["declared_health"]) == (200, "green")
    assert refusal(api.post(f"{address}publish/"))[:2] == (428, "version_missing")
    assert refusal(api.post(f"{address}publish/", version=1))[:2] == (412, "stale")
    draft.refresh_from_db()

    published = api.post(f"{address}publish/", version=draft.version, key="once")
    told = published.json()
    project.refresh_from_db()
    assert (published.status_code, told["state"], told["evidence"]["as_of"]) == (200, "published", today)
    assert (project.declared_health, project.declared_on.isoformat()) == ("green", today)
    again = api.post(f"{address}publish/", version=draft.version, key="once")
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (200, told, "true")

    version = told["version"]
    frozen = (422, "report_already_published", [])
    assert refusal(api.post(f"{address}publish/", version=version)) == frozen
    assert refusal(api.patch(address, {"achieved": "More"}, version=version)) == frozen
    assert refusal(api.delete(address, version=version)) == frozen
    assert api.get(address).json() == told
    assert api.rows("status-reports/") == [{name: value for name, value in told.items() if name != "evidence"}]


def test_a_draft_is_its_writers_alone(api: Api, project: Project) -> None:
    f.make_report(project, achieved="Seen")
    draft = f.make_report(project, state="draft", period_end=timezone.localdate())
    reader = Api(f.make_member("reader", project))
    assert [row["achieved"] for row in reader.rows("status-reports/")] == ["Seen"]
    assert reader.rows("status-reports/", state="draft") == []
    assert len(api.rows("status-reports/", state="draft")) == 1
    assert refusal(reader.get(f"status-reports/{draft.uuid}/"))[0] == 404
    assert refusal(reader.post(f"status-reports/{draft.uuid}/publish/", version=1))[0] == 404
    assert StatusReport.objects.filter(state="draft").exists()


def test_a_draft_is_discarded_by_those_who_saw_it(api: Api, project: Project) -> None:
    draft = f.make_report(project, state="draft", achieved="Much")
    address = f"status-reports/{draft.uuid}/"
    assert api.patch(address, {"achieved": "More"}, version=1).status_code == 200
    assert refusal(api.delete(address, version=1))[:2] == (412, "stale")
    assert api.delete(address, version=2).status_code == 204
    assert not StatusReport.objects.exists()
    assert AuditEntry.objects.latest("pk").changes["achieved"] == ["More", None]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"progress": "100.01"}, "progress"),
        ({"progress": "-1"}, "progress"),
        ({"declared_health": "pink"}, "declared_health"),
        ({"state": "published"}, "state"),
        ({"evidence": {}}, "evidence"),
        ({"project": "NOWHERE"}, "project"),
    ],
)
def test_a_draft_keeps_its_rules(api: Api, values: dict[str, Any], field: str) -> None:
    status, _code, fields = refusal(api.post("status-reports/", {"project": "ALPHA", **values}))
    assert (status, fields) == (422, [field])
    assert not StatusReport.objects.exists()


def test_a_report_of_tomorrow_is_not_published(api: Api, project: Project) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    draft = f.make_report(project, state="draft", period_end=tomorrow, declared_health="green")
    told = refusal(api.post(f"status-reports/{draft.uuid}/publish/", version=1))
    assert told == (422, "report_in_the_future", ["period_end"])
    project.refresh_from_db()
    assert project.declared_health == ""


def test_reports_are_filtered_as_their_page(api: Api, project: Project) -> None:
    f.make_report(project, declared_health="red", achieved="Little", period_end="2026-03-31")
    f.make_report(project, declared_health="green", achieved="Much", period_end="2026-06-30")
    for asked in ({"health": "red"}, {"q": "little"}, {"until": "2026-05-01"}, {"project": "ALPHA", "health": "red"}):
        assert [row["achieved"] for row in api.rows("status-reports/", **asked)] == ["Little"]
