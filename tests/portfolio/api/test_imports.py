"""Imports through the API: a file is sent, checked and applied in the background, and what was refused is told."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from pmo.core.models import JobRun, User
from portfolio.models import ImportProfile, ImportRun
from projects.models import Project
from tests import factories as f
from tests.calls import Api, refusal, told_of

pytestmark = pytest.mark.django_db
TABLE = b"Portfolio,Project code,Project,Approved budget,Currency\nTown,P1,Bridge,100,EUR\nTown,P2,Road,many,EUR\n"


@pytest.fixture
def analyst() -> User:
    return f.make_member("pmo_analyst", username="ana")


@pytest.fixture
def api(analyst: User) -> Api:
    return Api(analyst)


def send(api: Api, content: bytes = TABLE, key: str = "", **fields: Any) -> Any:
    data = {"file": SimpleUploadedFile("town.csv", content), "profile": "generic", **fields}
    return api.client.post("/api/v1/imports/", data, headers={"Idempotency-Key": key} if key else {})


def test_a_file_is_kept_checked_and_applied(
    api: Api, analyst: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = send(api)
    run = ImportRun.objects.get()
    row = {
        **told_of(run),
        "user": "ana",
        "profile": "generic",
        "file_name": "town.csv",
        "sha256": run.sha256,
        "size": len(TABLE),
        "state": "uploaded",
        "job_id": None,
        "error": "",
        "applied_at": None,
        "report": {},
    }
    assert (made.status_code, made.json()) == (201, row)
    assert api.rows("imports/") == [{name: value for name, value in row.items() if name != "report"}]

    for verb, kind, state, count in (("check", "import-check", "checked", 0), ("apply", "import", "applied", 1)):
        with django_capture_on_commit_callbacks(execute=True):
            answer = api.post(f"imports/{run.uuid}/{verb}/")
        job = JobRun.objects.get(kind=kind)
        assert (answer.status_code, answer.json()["id"], answer.json()["state"]) == (202, str(job.uuid), "queued")
        assert (job.state, job.result["created"], job.result["rejected"]) == ("succeeded", 1, 1)
        told = api.get(f"imports/{run.uuid}/").json()
        assert (told["state"], told["job_id"], told["report"]["read"]) == (state, str(job.uuid), 2)
        assert Project.objects.count() == count

    assert refusal(api.post(f"imports/{run.uuid}/apply/"))[:2] == (422, "import_already_applied")


def test_what_was_refused_is_told_as_rows_and_as_a_file(
    api: Api, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    address = f"imports/{send(api).json()['id']}"
    assert api.get(f"{address}/rejections/").json() == {"results": []}
    with django_capture_on_commit_callbacks(execute=True):
        api.post(f"{address}/check/")
    (cell,) = api.rows(f"{address}/rejections/")
    assert (cell["row"], cell["column"], cell["value"]) == (3, "Approved budget", "many")
    for asked in ({"headers": {"Accept": "text/csv"}}, {"format": "csv"}):
        file = api.get(f"{address}/rejections/", **asked)
        assert file["Content-Type"] == "text/csv; charset=utf-8"
        read = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
        assert read == [["row", "column", "value", "reason"], [str(value) for value in cell.values()]]
    assert refusal(api.get("imports/nothing/rejections/", headers={"Accept": "text/csv"}))[0] == 404


def test_a_file_sent_twice_with_one_key_is_kept_once(api: Api) -> None:
    first, again = send(api, key="once"), send(api, key="once")
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (201, first.json(), "true")
    assert refusal(send(api, TABLE + b"\n", key="once"))[:2] == (422, "idempotency_key_reused")
    assert refusal(send(api, key="once", profile="gmpp"))[:2] == (422, "idempotency_key_reused")
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "fields", "field"),
    [
        (b"", {}, "file"),
        (b"%PDF-1.7", {}, "file"),
        (TABLE, {"profile": "unheard-of"}, "profile"),
        (TABLE, {"state": "applied"}, "state"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused(api: Api, content: bytes, fields: dict[str, Any], field: str) -> None:
    status, _code, named = refusal(send(api, content, **fields))
    assert (status, named) == (422, [field])
    assert not ImportRun.objects.exists()


def test_a_file_is_sent_as_a_form(api: Api) -> None:
    assert refusal(api.post("imports/", {"profile": "generic"}))[:2] == (415, "unsupported_media_type")


def test_runs_are_their_owners_and_the_administrators(api: Api) -> None:
    address = f"imports/{send(api).json()['id']}/"
    colleague, reader = Api(f.make_member("pmo_analyst")), Api(f.make_member("reader"))
    for other in (colleague, reader):
        assert other.rows("imports/") == []
        assert refusal(other.get(address))[0] == 404
        assert refusal(other.post(f"{address}apply/"))[0] == 404
    assert len(Api(f.make_member("administrator")).rows("imports/", state="uploaded", profile="generic")) == 1
    assert refusal(send(reader))[:2] == (403, "not_allowed")
    assert not JobRun.objects.exists()


def test_profiles_of_the_office_are_read_by_those_who_import(api: Api) -> None:
    stored = ImportProfile.objects.create(name="ours", label="Ours", settings={"unit": "k"})
    row = {**told_of(stored), "name": "ours", "label": "Ours", "settings": {"unit": "k"}}
    assert api.rows("import-profiles/") == [row]
    assert api.get("import-profiles/ours/").json() == row
    assert Api(f.make_member("reader")).rows("import-profiles/") == []
