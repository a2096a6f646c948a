"""The status update: pre-filled, saved while written, frozen on publication, seen at once on the dashboards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmo.core.models import AuditEntry
from projects.models import Milestone, Project, StatusReport
from reporting.models import ProjectFact
from tests import factories as f

pytestmark = pytest.mark.django_db
URL = "/projects/ALPHA/report/"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def project(today: date) -> Project:
    project = f.make_project("ALPHA", start=today - timedelta(days=200), finish=today + timedelta(days=200))
    f.make_budget_line(project, "1000")
    return project


@pytest.fixture
def manager(client: Client, project: Project) -> Client:
    client.force_login(f.make_member("project_manager", project, "elena"))
    return client


def _words(today: date, **values: Any) -> dict[str, Any]:
    return {"period_end": today.isoformat(), "declared_health": "green", "progress": "50", "version": "0", **values}


def test_the_page_is_filled_from_the_data_and_opening_it_writes_nothing(
    manager: Client, project: Project, today: date
) -> None:
    last = today - timedelta(days=30)
    f.make_report(project, period_end=last, next_steps="Sign the lease", declared_health="amber", progress=40)
    f.make_risk(project, title="Brand new risk", raised_on=today, inherent_probability=2, inherent_impact=3)
    f.make_risk(project, title="Old risk", raised_on=last)
    f.make_decision(project, title="Which supplier")

    response = manager.get(URL)

    form, evidence = response.context["form"], response.context["evidence"]
    assert (form["next_steps"].value(), form["progress"].value()) == ("Sign the lease", 40)
    assert [risk["title"] for risk in evidence["new_risks"]] == ["Brand new risk"]
    assert [row["title"] for row in evidence["decisions"]] == ["Which supplier"]
    assert StatusReport.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_a_change_is_saved_at_once_and_answers_with_the_next_version(manager: Client, today: date) -> None:
    first = manager.post(f"{URL}draft/", _words(today, achieved="Half done"), headers={"hx-request": "true"})
    assert first.status_code == 200
    draft = StatusReport.objects.get()
    assert (draft.state, draft.achieved) == ("draft", "Half done")
    assert f'name="version" value="{draft.version}"' in first.content.decode()

    manager.post(f"{URL}draft/", _words(today, achieved="More", version=draft.version))
    draft.refresh_from_db()
    assert draft.achieved == "More"


def test_a_second_window_does_not_overwrite_the_first(manager: Client, today: date) -> None:
    manager.post(f"{URL}draft/", _words(today, achieved="Theirs"))

    answer = manager.post(f"{URL}draft/", _words(today, achieved="Mine", version=0)).content.decode()

    assert "Theirs" in answer
    assert StatusReport.objects.get().achieved == "Theirs"


def test_publishing_freezes_the_evidence_and_reaches_the_facts(
    manager: Client, project: Project, today: date, django_capture_on_commit_callbacks: Any
) -> None:
    assert manager.post(URL, _words(today, achieved="Half done")).status_code == 302
    draft = StatusReport.objects.get()
    assert manager.get(f"{URL}preview/").status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        response = manager.post(f"{URL}preview/", {"version": draft.version})

    assert response["Location"] == f"/reports/{draft.uuid}/"
    draft.refresh_from_db()
    assert draft.evidence["progress"] == "0.5"
    assert draft.evidence["amounts"][0] == {
        "name": "approved_budget",
        "value": "1000",
        "delta": None,
        "kind": "",
        "reason": "",
    }
    fact = ProjectFact.objects.get(project=project)
    assert (fact.health, fact.progress, fact.ev) == ("green", 0.5, 500)

    f.make_budget_line(project, "9999")
    page = manager.get(f"/reports/{draft.uuid}/").content.decode()
    assert "Half done" in page
    assert "9,999" not in page
    assert "10,999" not in page


def test_a_difference_without_reason_stays_a_draft(manager: Client, project: Project, today: date) -> None:
    f.make_forecast(project, "2000", made_on=today)
    manager.post(URL, _words(today))
    draft = StatusReport.objects.get()

    page = manager.get(f"{URL}preview/")
    assert (page.context["computed"], page.context["needs_reason"]) == ("red", True)
    assert manager.post(f"{URL}preview/", {"version": draft.version}).status_code == 422
    draft.refresh_from_db()
    assert draft.state == "draft"

    manager.post(URL, _words(today, health_reason="The supplier pays", version=draft.version))
    draft.refresh_from_db()
    assert manager.post(f"{URL}preview/", {"version": draft.version}).status_code == 302
    assert "The supplier pays" in manager.get(f"/reports/{draft.uuid}/").content.decode()


def test_the_computed_health_is_that_after_publication_even_when_the_last_report_is_old(
    manager: Client, project: Project, today: date
) -> None:
    Project.objects.update(reporting_cycle="monthly")
    f.make_forecast(project, "2000", made_on=today - timedelta(days=1))
    f.make_report(project, period_end=today - timedelta(days=150), declared_health="green", progress=10)
    assert manager.get(URL).context["computed"] == "red"


def test_milestones_that_moved_since_the_last_report_are_told(manager: Client, project: Project, today: date) -> None:
    milestone = f.make_milestone(project, name="Cut-over", forecast=today + timedelta(days=10))
    f.make_milestone(project, name="Steady", forecast=today + timedelta(days=20))
    kept = [{"uuid": str(milestone.uuid), "forecast": (today + timedelta(days=3)).isoformat()}]
    f.make_report(project, period_end=today - timedelta(days=30), evidence={"milestones": kept})

    moved = manager.get(URL).context["evidence"]["moved"]

    assert [(row["name"], row["moved_days"]) for row in moved] == [("Cut-over", 7)]
    assert Milestone.objects.count() == 2


def test_a_bad_value_is_refused_beside_its_field(manager: Client, today: date) -> None:
    response = manager.post(URL, _words(today, progress="140"))
    assert response.status_code == 422
    assert response.context["form"].errors["progress"]
    assert not StatusReport.objects.exists()


@pytest.mark.parametrize("version", ["", "abc", "²", "9" * 5000])
def test_a_version_that_is_none_publishes_nothing(manager: Client, today: date, version: str) -> None:
    manager.post(f"{URL}draft/", _words(today))
    assert manager.post(f"{URL}preview/", {"version": version}).status_code == 422
    assert StatusReport.objects.get().state == "draft"


def test_a_draft_is_discarded(manager: Client, today: date) -> None:
    manager.post(URL, _words(today))
    assert manager.get(f"{URL}discard/").status_code == 405
    assert manager.post(f"{URL}discard/").status_code == 302
    assert not StatusReport.objects.exists()


def test_readers_read_reports_and_strangers_find_none(client: Client, project: Project) -> None:
    report = f.make_report(project, achieved="Words of ALPHA")
    draft = f.make_report(project, state="draft")
    pages = [URL, f"{URL}preview/"]

    client.force_login(f.make_member("reader", project))
    assert {client.get(url).status_code for url in pages} == {403}
    assert client.post(f"{URL}draft/", {}).status_code == 403
    assert client.get(f"/reports/{report.uuid}/").status_code == 200
    assert client.get(f"/reports/{draft.uuid}/").status_code == 404
    assert "Words of ALPHA" in client.get("/reports/").content.decode()

    client.force_login(f.make_member("project_manager", f.make_project()))
    assert {client.get(url).status_code for url in [*pages, f"/reports/{report.uuid}/"]} == {404}
    assert "Words of ALPHA" not in client.get("/reports/").content.decode()


def test_the_list_filters_and_costs_the_same_for_three_rows(manager: Client, project: Project) -> None:
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert manager.get(url).status_code == 200
        return len(seen)

    f.make_report(project, declared_health="red", achieved="In trouble")
    for url in ("/reports/", "/reports/?show=owed"):
        queries(url)
    counts = [queries(url) for url in ("/reports/", "/reports/?show=owed")]
    for day in (1, 2):
        f.make_report(project, period_end=date(2026, 5, day), declared_health="green", author=f.make_user())
    assert [queries(url) for url in ("/reports/", "/reports/?show=owed")] == counts

    page = manager.get("/reports/?health=green&since=2026-05-02").context["page"]
    assert [report.period_end for report in page] == [date(2026, 5, 2)]
    assert b"In trouble" not in manager.get("/reports/?health=green&format=csv").content


def test_who_owes_a_report_is_listed_and_exported(manager: Client, project: Project, today: date) -> None:
    Project.objects.update(reporting_cycle="monthly")
    f.make_report(project, period_end=today - timedelta(days=90))
    ((owing, fact),) = manager.get("/reports/?show=owed").context["page"]
    assert (owing, fact.report_age_days) == (project, 90)
    assert b"ALPHA" in manager.get("/reports/?show=owed&format=csv").content
