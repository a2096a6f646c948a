"""A backup holds everything of one moment; a restore gives back all of it or changes nothing."""

import gzip
import io
import json
import random
import shutil
import tarfile
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection

from pmo.core import audit
from pmo.core.actions.restore import SEEDED, check_archive, restore_backup
from pmo.core.interop.backup import take_backup
from pmo.core.interop.formats.archive import ArchiveDamaged, ArchiveWriter, Manifest, Part
from pmo.core.models import AuditEntry, JobRun, User
from pmo.core.queries.table_rows import PASSING, kept_tables, one_moment, table_sum
from projects.models import BudgetLine, Project
from tests.factories import make_budget_line, make_member, make_project, make_risk
from tests.pmo_core.emptying import empty_database

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
FILES = {"imports/2026/portfolio é.xlsx": b"PK\x03\x04" * 9000, "imports/empty.csv": b""}


def sums() -> dict[str, tuple[int, str]]:
    return {label: table_sum(model) for label, model in kept_tables().items()}


def files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def filled(settings: Any) -> None:
    """Something in many tables, and two files."""
    project = make_project(name="Été – “quoted” \u2028 \U0001f6f0")
    make_budget_line(project, "123456789.123456")
    make_risk(project)
    member = make_member("reader", on=project)
    audit.record(verb="created", obj=project, by=member, at=AT, changes={"a": [None, "1"], "b": [1.5, True]})
    JobRun.objects.create(
        kind="import", title="x", user=member, result={"z": 1, "a": {"é": [None, 0.1]}}, started_at=AT
    )
    SessionStore().save()
    for name, content in FILES.items():
        path = Path(settings.MEDIA_ROOT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.fixture
def archive(filled: None, tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar.gz"
    take_backup(path, at=AT)
    return path


@pytest.fixture
def emptied(archive: Path) -> Path:
    """The archive of an installation that is lost: only its schema is there again."""
    empty_database()
    for path in sorted(Path(settings.MEDIA_ROOT).rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    return archive


def test_everything_comes_back_as_it_was(archive: Path) -> None:
    before, files_before = sums(), files()
    assert files_before == FILES
    empty_database()
    for path in sorted(Path(settings.MEDIA_ROOT).rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert sums() != before
    restore_backup(path=archive, verify=True)
    assert (sums(), files()) == (before, files_before)


def test_times_of_writing_are_those_of_the_rows(emptied: Path) -> None:
    stated = check_archive(emptied)
    assert stated.taken_at == AT.isoformat()
    restore_backup(path=emptied, verify=False)
    project = Project.objects.get()
    assert project.name == "Été – “quoted” \u2028 \U0001f6f0"
    assert BudgetLine.objects.get(project=project).current == Decimal("123456789.123456")
    assert JobRun.objects.get().result == {"z": 1, "a": {"é": [None, 0.1]}}
    assert AuditEntry.objects.get().changes == {"a": [None, "1"], "b": [1.5, True]}


def test_the_installation_goes_on_where_it_stopped(emptied: Path) -> None:
    restore_backup(path=emptied, verify=False)
    highest = max(Project.objects.values_list("pk", flat=True))
    assert make_project().pk > highest
    ContentType.objects.get_for_model(Project)
    with pytest.raises(Exception, match="append-only"):
        AuditEntry.objects.all().delete()


def test_sessions_and_what_passes_stay_behind(emptied: Path) -> None:
    restore_backup(path=emptied, verify=False)
    assert not Session.objects.exists()
    assert "tables/sessions.Session.jsonl" not in check_archive(emptied).parts


def test_passwords_and_tokens_are_kept_as_hashes_for_the_owner_alone(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(archive) as tar:
        users = tar.extractfile("tables/core.User.jsonl")
        assert users is not None
        assert User.objects.get().password in users.read().decode()


def test_a_restore_into_a_filled_database_is_refused(archive: Path) -> None:
    before = sums(), files()
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", archive)
    assert (sums(), files()) == before


def test_a_restore_beside_files_is_refused(emptied: Path) -> None:
    stray = Path(settings.MEDIA_ROOT, "stray.csv")
    stray.write_text("x")
    before = sums()
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", emptied)
    assert (sums(), files()) == (before, {"stray.csv": b"x"})


def rewritten(archive: Path, *, manifest: dict[str, Any] | None = None, **extra: bytes | tarfile.TarInfo) -> Path:
    """The archive with other values in its manifest, or with members that no backup writes."""
    target = archive.with_name("rewritten.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for name, content in extra.items():
            member = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            data = b"" if isinstance(content, tarfile.TarInfo) else content
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
        for member in old:
            source = old.extractfile(member)
            data = source.read() if source else b""
            if member.name == "manifest.json" and manifest:
                data = json.dumps(json.loads(data) | manifest).encode()
                member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return target


def assert_refused(path: Path, match: str) -> None:
    before = sums(), files()
    with pytest.raises(CommandError, match=match):
        call_command("restore", path)
    assert (sums(), files()) == before
    assert list(Path(settings.MEDIA_ROOT).parent.glob(".*.restoring")) == []


OTHER_MANIFESTS: list[tuple[dict[str, Any], str]] = [
    ({"format": 2}, "format is 2"),
    ({"migrations": ["core.0001_first_tables"]}, "Restore with the version"),
    ({"parts": {}}, "not what the manifest says"),
    ({"parts": 7}, "manifest cannot be read"),
    ({"surprise": 1}, "manifest cannot be read"),
]


def test_an_archive_of_another_version_or_shape_is_refused(emptied: Path) -> None:
    for change, match in OTHER_MANIFESTS:
        assert_refused(rewritten(emptied, manifest=change), match)


def link(name: str, kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    return member


STRANGERS: list[tuple[str, bytes | tarfile.TarInfo]] = [
    ("files/../../escaped", b"x"),
    ("/etc/escaped", b"x"),
    ("files//escaped", b"x"),
    ("files/.hidden", b"x"),
    ("files/a\\..\\b", b"x"),
    ("tables/../escaped.jsonl", b"x"),
    ("escaped", b"x"),
    ("files/link", link("files/link", tarfile.SYMTYPE)),
    ("files/hard", link("files/hard", tarfile.LNKTYPE)),
    ("files/fifo", link("files/fifo", tarfile.FIFOTYPE)),
    ("files/folder", link("files/folder", tarfile.DIRTYPE)),
    ("files/unknown-to-the-manifest", b"x"),
    ("tables/core.Invented.jsonl", b"[]\n"),
]


def test_what_no_backup_writes_is_refused(emptied: Path) -> None:
    for name, content in STRANGERS:
        assert_refused(rewritten(emptied, **{name: content}), "damaged")


def test_a_torn_or_altered_archive_is_refused_wherever_it_is_hurt(emptied: Path) -> None:
    whole, before = emptied.read_bytes(), (sums(), files())
    hurt = emptied.with_name("hurt.tar.gz")
    chance = random.Random(3)
    for _ in range(60):
        at = chance.randrange(len(whole))
        flipped = whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :]
        for data in (whole[:at], flipped):
            hurt.write_bytes(data)
            if data == flipped and 4 <= at < 10:
                continue  # the time and the system in gzip's own header mean nothing
            with pytest.raises(ArchiveDamaged):
                restore_backup(path=hurt, verify=False)
    assert (sums(), files()) == before


def test_a_row_that_the_database_refuses_undoes_everything(emptied: Path) -> None:
    """Whole by its sums, and still wrong: written by something else than a backup."""
    unpacked = {name: data for name, data in members(emptied).items() if name != "manifest.json"}
    manifest = Manifest.from_json(members(emptied)["manifest.json"])
    name = "tables/core.Grant.jsonl"
    row = json.loads(unpacked[name])
    row[manifest.parts[name].columns.index("user_id")] = 987654
    assert_refused(
        packed(emptied, unpacked | {name: json.dumps(row).encode() + b"\n"}, manifest), "Nothing was restored"
    )


def members(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def packed(archive: Path, parts: dict[str, bytes], manifest: Manifest) -> Path:
    """An archive whose sums agree with its parts."""
    target = archive.with_name("packed.tar.gz")
    stated = {}
    with target.open("wb") as file, ArchiveWriter(file, mtime=0) as writer:
        for name, data in parts.items():
            total = writer.add(name, io.BytesIO(data), len(data)).sha256
            stated[name] = Part(len(data), total, manifest.parts[name].columns, manifest.parts[name].rows)
        writer.finish(Manifest(manifest.version, manifest.taken_at, manifest.key, manifest.migrations, stated))
    return target


def test_verify_finds_what_does_not_read_back(emptied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmo.core.actions.restore.table_sum", lambda model: (0, "another sum"))
    before = sums()
    with pytest.raises(CommandError, match="does not read back"):
        call_command("restore", emptied, "--verify")
    assert (sums(), files()) == (before, {})


def test_only_checking_writes_nothing(emptied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sums(), files()
    call_command("restore", emptied, "--check-only")
    assert "is whole" in capsys.readouterr().out
    assert (sums(), files()) == before


def test_another_key_is_told(emptied: Path, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.SECRET_KEY = "another key of this installation"
    call_command("restore", emptied)
    assert "another SECRET_KEY" in capsys.readouterr().err


def test_a_backup_that_fails_leaves_the_one_before(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = archive.read_bytes()
    monkeypatch.setattr("pmo.core.interop.backup.stored_files", lambda: iter([("gone.csv", archive.with_name("gone"))]))
    with pytest.raises(CommandError, match="No backup was written"):
        call_command("backup", archive)
    assert archive.read_bytes() == before
    assert [path.name for path in archive.parent.iterdir() if "part" in path.name] == []


def test_only_the_newest_dated_archives_of_a_folder_are_kept(filled: None, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = ["vigie-old.tar.gz", "notes.txt", "vigie-20200101T000000Z.tar.gz.asc"]
    for name in ["vigie-20200101T000000Z.tar.gz", "vigie-20200102T000000Z.tar.gz", *others]:
        (folder / name).touch()
    call_command("backup", folder, "--keep", "2")
    left = sorted(path.name for path in folder.iterdir())
    assert len(left) == 5
    assert {"vigie-20200102T000000Z.tar.gz", *others} < set(left)
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", folder / "named.tar.gz", "--keep", "2")
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", folder, "--keep", "0")


def test_a_backup_reads_one_moment_and_keeps_nobody_from_writing(filled: None) -> None:
    def write() -> None:
        make_project()
        connection.close()

    with one_moment():
        before = sums()
        with ThreadPoolExecutor(1) as other:
            other.submit(write).result(20)
        assert sums() == before
    assert sums() != before


def test_neither_way_holds_the_installation_in_memory(filled: None, tmp_path: Path) -> None:
    rows = [JobRun(kind="import", title="x", log=f"{number:06d}" * 3000) for number in range(1500)]
    JobRun.objects.bulk_create(rows, batch_size=100)
    del rows
    with Path(settings.MEDIA_ROOT, "large.xlsx").open("wb") as file:
        file.truncate(60 * 2**20)
    path = tmp_path / "large.tar.gz"
    assert peak(lambda: take_backup(path, at=AT)) < 20
    empty_database()
    shutil.rmtree(settings.MEDIA_ROOT)
    assert peak(lambda: restore_backup(path=path, verify=True)) < 20
    assert JobRun.objects.filter(log__startswith="001499").count() == 1


def peak(work: Callable[[], object]) -> float:
    """The most megabytes that Python held at once for it."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def test_every_table_is_kept_or_said_to_pass() -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    kept = {model._meta.db_table for model in kept_tables().values()}
    assert tables - kept == {"django_migrations", "core_cache", *passing_tables(PASSING)}
    assert set(SEEDED) <= set(kept_tables())


def passing_tables(labels: frozenset[str]) -> set[str]:
    return {apps.get_model(label)._meta.db_table for label in labels}


def test_nothing_in_an_archive_is_a_program(archive: Path) -> None:
    with gzip.open(archive) as unpacked, tarfile.open(fileobj=unpacked) as tar:
        names = [member.name for member in tar]
    assert names[-1] == "manifest.json"
    assert {name.split("/")[0] for name in names} == {"tables", "files", "manifest.json"}
    assert all(name.endswith(".jsonl") for name in names if name.startswith("tables/"))
