"""The way of a file in the browser: upload, columns, check, apply, report."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from pmo.core.enums import JobState
from pmo.core.models import JobRun, User
from pmo.core.roles import Role
from portfolio.actions.imports import keep_upload, queue_import
from portfolio.models import ImportRun, ImportState
from portfolio.tasks import carry_out_import
from projects.models import Project
from tests.factories import NOON, make_member, make_portfolio

pytestmark = pytest.mark.django_db

GOOD = "Portfolio,Project code,Project,Budget,Colour\nDigital,D-1,Portal,1200.5,blue\nDigital,D-2,Archive,=cmd(),red\n"


@pytest.fixture
def analyst(client: Client) -> User:
    person = make_member(Role.PMO_ANALYST)
    client.force_login(person)
    return person


@pytest.fixture
def started(django_capture_on_commit_callbacks: Any) -> Any:
    """Run what a POST queues for after the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def upload(client: Client, text: str | bytes = GOOD, profile: str = "generic") -> Any:
    data = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("projects.csv", data)
    return client.post(reverse("portfolio:import-upload"), {"file": file, "profile": profile})


def page(name: str, run: ImportRun | None = None) -> str:
    return reverse(f"portfolio:{name}", args=[run.uuid] if run else [])


def test_the_whole_way_of_a_file(client: Client, analyst: User, started: Any) -> None:
    assert upload(client).status_code == 302
    run = ImportRun.objects.get()
    text = client.get(page("import-run", run)).content.decode()
    assert "Approved budget" in text
    assert "Not taken" in text  # the column Colour
    assert "Check without writing" in text
    with started():
        client.post(page("import-start", run), {"what": "check"})
    run.refresh_from_db()
    assert (run.state, run.report["created"], run.report["rejected"]) == (ImportState.CHECKED, 1, 1)
    assert not Project.objects.exists()
    assert "Nothing has been written yet" in client.get(page("import-run", run)).content.decode()
    with started():
        client.post(page("import-start", run), {"what": "apply"})
    run.refresh_from_db()
    assert run.state == ImportState.APPLIED
    assert Project.objects.get().code == "D-1"
    text = client.get(page("import-run", run)).content.decode()
    assert "1,200.5" in text
    assert "is not an amount" in text
    assert JobRun.objects.filter(state=JobState.SUCCEEDED).count() == 2


def test_rejections_can_be_downloaded_and_run_nothing(client: Client, analyst: User, started: Any) -> None:
    upload(client)
    run = ImportRun.objects.get()
    with started():
        client.post(page("import-start", run), {"what": "check"})
    rows = list(csv.reader(io.StringIO(client.get(page("import-rejections", run)).content.decode("utf-8-sig"))))
    assert rows[0] == ["Row", "Column", "Value", "Reason"]
    assert rows[1][:3] == ["3", "Budget", "'=cmd()"]


def test_a_refused_file_says_why_and_can_be_read_by_another_profile(client: Client, analyst: User) -> None:
    upload(client, profile="us-it")
    run = ImportRun.objects.get()
    text = client.get(page("import-run", run)).content.decode()
    assert "No header row was found" in text
    assert "Check without writing" not in text
    client.post(page("import-profile", run), {"profile": "generic"})
    assert "Check without writing" in client.get(page("import-run", run)).content.decode()


@pytest.mark.parametrize(("data", "message"), [(b"", "0 bytes"), (b"%PDF-1.4", "a PDF document")])
def test_a_file_ruled_out_at_once_is_not_kept(client: Client, analyst: User, data: bytes, message: str) -> None:
    response = upload(client, data)
    assert message in response.content.decode()
    assert not ImportRun.objects.exists()


def test_the_template_comes_in_the_language_of_the_reader(client: Client, analyst: User) -> None:
    User.objects.update(language="fr")
    book = load_workbook(io.BytesIO(client.get(page("import-template")).content))
    assert book.sheetnames == ["Projets", "Notes"]


def test_the_original_is_a_download(client: Client, analyst: User) -> None:
    upload(client)
    response = client.get(page("import-file", ImportRun.objects.get()))
    assert b"".join(response.streaming_content) == GOOD.encode()  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")


def test_people_without_the_right_see_no_import(client: Client) -> None:
    run = keep_upload(file=io.BytesIO(GOOD.encode()), file_name="x.csv", profile="generic", by=None, at=NOON)
    pages = ("import-run", "import-progress", "import-rejections", "import-file")
    client.force_login(make_member(Role.PMO_ANALYST, on=make_portfolio()))
    assert client.get(page("import-list")).status_code == 403
    assert client.get(page("import-upload")).status_code == 403
    assert {client.get(page(name, run)).status_code for name in pages} == {403}
    client.force_login(make_member(Role.PMO_ANALYST))
    assert "x.csv" not in client.get(page("import-list")).content.decode()
    assert {client.get(page(name, run)).status_code for name in pages} == {404}
    assert client.post(page("import-start", run), {"what": "apply"}).status_code == 404
    client.force_login(make_member(Role.ADMINISTRATOR))
    assert "x.csv" in client.get(page("import-list")).content.decode()


def test_progress_is_polled_until_the_job_is_over(client: Client, analyst: User) -> None:
    upload(client)
    run = ImportRun.objects.get()
    job = queue_import(run=run, dry_run=True, by=analyst, at=NOON)
    response = client.get(page("import-progress", run))
    assert 'hx-trigger="every 1s"' in response.content.decode()
    assert "HX-Refresh" not in response
    carry_out_import(run_id=run.pk, job_id=job.pk)
    assert client.get(page("import-progress", run))["HX-Refresh"] == "true"


def test_a_task_delivered_twice_applies_once(analyst: User, client: Client) -> None:
    upload(client)
    run = ImportRun.objects.get()
    job = queue_import(run=run, dry_run=False, by=analyst, at=NOON)
    for _ in range(2):
        carry_out_import(run_id=run.pk, job_id=job.pk)
    JobRun.objects.update(state=JobState.RUNNING)  # the worker was lost after the commit, before its last word
    carry_out_import(run_id=run.pk, job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["created"]) == (JobState.SUCCEEDED, 1)


def test_the_list_asks_as_many_questions_for_three_runs_as_for_one(client: Client, analyst: User) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(page("import-list"))
        return len(seen)

    upload(client)
    questions()
    one = questions()
    upload(client)
    upload(client)
    assert questions() == one
