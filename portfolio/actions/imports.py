"""Imports of tabular files: keep the file, check it, apply it."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.jobs import queue_job
from pmo.core.errors import DomainError, NotAllowed
from pmo.core.models import JobRun, User
from portfolio.actions.importing.guard import guard_for
from portfolio.actions.importing.writer import write_plan
from portfolio.interop.available import profile_named, profile_names
from portfolio.interop.formats.limits import DEFAULT_LIMITS
from portfolio.interop.formats.planner import plan_import
from portfolio.interop.formats.profile import Profile
from portfolio.interop.formats.reasons import FileRefused
from portfolio.interop.formats.sniffing import sniff
from portfolio.interop.meanings import told
from portfolio.interop.profiles.custom import BadProfile
from portfolio.interop.report import report_of
from portfolio.models import ImportRun, ImportState
from portfolio.queries.imports import in_hand

CHECK_JOB, IMPORT_JOB = "import-check", "import"
Report = dict[str, Any]
#: Hears how far the work is: rows done, of how many (0 = not known yet).
Progress = Callable[[int, int], None]


class ImportRefused(DomainError):
    """The file as a whole cannot be taken, or the run cannot go on; the sentence says what would be right."""


class ImportAlreadyApplied(DomainError):
    """The run was applied before; import the file again instead."""


class ImportRunning(DomainError):
    """A worker has this file in hand."""


def keep_upload(*, file: IO[bytes], file_name: str, profile: str, by: User | None, at: datetime) -> ImportRun:
    """Store the original bytes with their hash; nothing is read yet.

    :raises NotAllowed: without IMPORT_DATA on the organisation.
    :raises ImportRefused: for an unknown profile, or a file whose size or kind rules it out at once.
    """
    if not can_everywhere(by, Permission.IMPORT_DATA):
        raise NotAllowed(_("You may not import data."))
    _profile(profile)
    try:
        sniff(file, DEFAULT_LIMITS)
    except FileRefused as refusal:
        raise _refused(refusal) from refusal
    digest, size = _digest(file)
    run = ImportRun(user=by, profile=profile, file_name=file_name[:255], sha256=digest, size=size)
    with transaction.atomic():
        run.file.save(f"{run.uuid}.table", File(file), save=False)
        run.save(force_insert=True)
        audit.record(verb="uploaded", obj=run, by=by, at=at, changes={"file": [None, f"{run.file_name} {digest}"]})
    return run


def choose_profile(*, run: ImportRun, profile: str, by: User | None, at: datetime) -> ImportRun:
    """Read the file of a run that was not applied by another profile; it must be checked again.

    :raises NotAllowed: without IMPORT_DATA on the organisation.
    :raises ImportAlreadyApplied:
    :raises ImportRunning: while a worker reads it by the present profile.
    :raises ImportRefused: for an unknown profile.
    """
    if not can_everywhere(by, Permission.IMPORT_DATA):
        raise NotAllowed(_("You may not import data."))
    with transaction.atomic():
        stored = _idle(run, at)
        _profile(profile)
        changes = audit.changes_between({"profile": stored.profile}, {"profile": profile})
        stored.profile, stored.state, stored.report, stored.error = profile, ImportState.UPLOADED, {}, ""
        stored.save(update_fields=["profile", "state", "report", "error", "updated_at"])
        audit.record(verb="edited", obj=stored, by=by, at=at, changes=changes)
    return stored


def queue_import(*, run: ImportRun, dry_run: bool, by: User | None, at: datetime) -> JobRun:
    """Write down the job that will check or apply the run; the caller sends it to a worker on commit.

    :raises NotAllowed: without IMPORT_DATA on the organisation.
    :raises ImportAlreadyApplied:
    :raises ImportRunning: while an earlier job of the run is not over.
    """
    if not can_everywhere(by, Permission.IMPORT_DATA):
        raise NotAllowed(_("You may not import data."))
    with transaction.atomic():
        stored = _idle(run, at)
        title = _("Check of %(file)s") if dry_run else _("Import of %(file)s")
        kind = CHECK_JOB if dry_run else IMPORT_JOB
        stored.job = queue_job(kind=kind, title=title % {"file": run.file_name}, by=by)
        stored.save(update_fields=["job", "updated_at"])
        audit.record(verb="queued", obj=stored, by=by, at=at, changes={"job": [None, kind]})
    return stored.job


def check_import(*, run: ImportRun, by: User | None, at: datetime, progress: Progress | None = None) -> ImportRun:
    """Dry run: everything an import does, rolled back; the report then stands in the run.

    :raises ImportAlreadyApplied: whose report and state stay, even when the check is delivered late.
    :raises ImportRefused: the run keeps the sentence.
    """
    return _carry_out(run, by, at, progress, dry_run=True)


def apply_import(*, run: ImportRun, by: User | None, at: datetime, progress: Progress | None = None) -> ImportRun:
    """Write the file in one transaction: all rows that are right, or none.

    :raises NotAllowed: without IMPORT_DATA on the organisation.
    :raises ImportAlreadyApplied:
    :raises ImportRefused: nothing is written but the sentence, in the run.
    """
    return _carry_out(run, by, at, progress, dry_run=False)


def try_file(*, file: IO[bytes], profile: str, by: User | None, at: datetime) -> Report:
    """The report of a dry run of a file that is not kept.

    :raises ImportRefused:
    """
    return _rolled_back(file, _profile(profile), by, at, None)


def _carry_out(run: ImportRun, by: User | None, at: datetime, progress: Progress | None, *, dry_run: bool) -> ImportRun:
    if not can_everywhere(by, Permission.IMPORT_DATA):
        raise NotAllowed(_("You may not import data."))
    try:
        with run.file.open("rb") as file:
            if dry_run:
                return _check(run, file, by, at, progress)
            return _apply(run, file, by, at, progress)
    except ImportRefused as refusal:
        _keep_refusal(run, refusal)
        raise


def _check(run: ImportRun, file: IO[bytes], by: User | None, at: datetime, progress: Progress | None) -> ImportRun:
    report = _rolled_back(file, _profile(run.profile), by, at, progress)
    with transaction.atomic():
        _not_applied(run)
        return _finish(run, ImportState.CHECKED, report)


@transaction.atomic
def _keep_refusal(run: ImportRun, refusal: ImportRefused) -> None:
    _not_applied(run)
    run.error, run.state, run.applied_at = refusal.message, ImportState.REFUSED, None
    run.save(update_fields=["error", "state", "applied_at", "updated_at"])


@transaction.atomic
def _apply(run: ImportRun, file: IO[bytes], by: User | None, at: datetime, progress: Progress | None) -> ImportRun:
    _not_applied(run)
    report = _read_and_write(file, _profile(run.profile), by, at, progress)
    run.applied_at = at
    counts = {name: [None, report[name]] for name in ("read", "created", "updated", "unchanged", "rejected")}
    audit.record(verb="applied", obj=run, by=by, at=at, changes=counts)
    return _finish(run, ImportState.APPLIED, report)


def _rolled_back(file: IO[bytes], profile: Profile, by: User | None, at: datetime, progress: Progress | None) -> Report:
    with transaction.atomic():
        report = _read_and_write(file, profile, by, at, progress)
        transaction.set_rollback(True)
    return report


def _read_and_write(
    file: IO[bytes], profile: Profile, by: User | None, at: datetime, progress: Progress | None
) -> Report:
    """Reading is the first half of the work, writing the second."""
    tell = progress or (lambda done, total: None)
    guard = guard_for(source=profile.name, by=by)
    today = timezone.localtime(at).date()
    try:
        plan = plan_import(file, profile, today=today, guard=guard, on_rows=lambda done: tell(done, 0))
        half = max(1, len(plan.rows))
        with transaction.atomic():
            tally = write_plan(
                plan=plan,
                profile=profile,
                by=by,
                at=at,
                on_rows=lambda done: tell(half + min(done, half), 2 * half),
            )
    except FileRefused as refusal:
        raise _refused(refusal) from refusal
    except IntegrityError as error:
        raise ImportRefused(_("Somebody wrote the same codes meanwhile; import the file again.")) from error
    return report_of(plan, tally)


def _idle(run: ImportRun, at: datetime) -> ImportRun:
    """The locked run, which no worker has in hand and nobody applied."""
    stored = _not_applied(run)
    if in_hand(stored, at):
        raise ImportRunning(_("This file is being worked on."))
    return stored


def _not_applied(run: ImportRun) -> ImportRun:
    """The run as stored, locked."""
    stored = ImportRun.objects.select_for_update().get(pk=run.pk)
    if stored.state == ImportState.APPLIED:
        raise ImportAlreadyApplied(_("This import was applied before."))
    return stored


def _finish(run: ImportRun, state: ImportState, report: Report) -> ImportRun:
    run.state, run.report, run.error = state, report, ""
    run.save(update_fields=["state", "report", "error", "applied_at", "updated_at"])
    return run


def _profile(name: str) -> Profile:
    try:
        profile = profile_named(name)
    except BadProfile as error:
        raise ImportRefused(str(error), field="profile") from error
    if profile is None:
        known = ", ".join(code for code, _title in profile_names())
        text = _("There is no profile “%(name)s”. Known profiles: %(known)s.")
        raise ImportRefused(text % {"name": name, "known": known}, field="profile")
    return profile


def _refused(refusal: FileRefused) -> ImportRefused:
    return ImportRefused(told(refusal.reason), field="file")


def _digest(file: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    size = file.tell()
    file.seek(0)
    return digest.hexdigest(), size
