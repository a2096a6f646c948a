"""Status reports: one draft, frozen on publication, honest about health."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pmo.core.errors import EditConflict, NotAllowed
from pmo.core.models import AuditEntry, User
from projects.actions.status_report import (
    HealthDifferenceBlocked,
    HealthNotDeclared,
    HealthReasonMissing,
    ReportAlreadyPublished,
    ReportInTheFuture,
    discard_draft,
    publish_status,
    save_draft,
    start_draft,
)
from projects.models import DirtyMark, Project, StatusReport
from tests import factories as f

AT = datetime(2026, 6, 20, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return f.make_project("ALPHA")


@pytest.fixture
def elena(project: Project) -> User:
    return f.make_member("project_manager", project, "elena")


def _draft(project: Project, **fields: Any) -> StatusReport:
    return f.make_report(project, state="draft", **fields)


def _publish(report: StatusReport, by: Any, computed: str = "green", **options: Any) -> StatusReport:
    return publish_status(report=report, by=by, at=AT, evidence={"computed_health": computed}, **options)


def test_there_is_one_draft_and_it_starts_from_the_last_words(project: Project, elena: User) -> None:
    f.make_report(project, next_steps="Sign", declared_health="amber", progress=40, period_end=date(2026, 5, 31))

    draft = start_draft(project=project, period_end=f.DAY, by=elena, at=AT)

    assert (draft.next_steps, draft.declared_health, draft.progress, draft.achieved) == ("Sign", "amber", 40, "")
    assert start_draft(project=project, period_end=f.DAY, by=elena, at=AT) == draft


@pytest.mark.parametrize("role", ["reader", "team_member", "executive"])
def test_others_report_nothing(project: Project, role: str) -> None:
    person = f.make_member(role, project)
    with pytest.raises(NotAllowed):
        start_draft(project=project, period_end=f.DAY, by=person, at=AT)
    assert not StatusReport.objects.exists()

    draft = _draft(project, declared_health="green")
    for refused in (
        lambda: save_draft(report=draft, values={"achieved": "x"}, version=1, by=person, at=AT),
        lambda: discard_draft(report=draft, by=person, at=AT),
        lambda: _publish(draft, person),
    ):
        with pytest.raises(NotAllowed):
            refused()
    draft.refresh_from_db()
    assert (draft.state, draft.achieved) == ("draft", "")


def test_publishing_freezes_the_report_and_declares_the_health(project: Project, elena: User) -> None:
    draft = _draft(project, declared_health="green")

    report = _publish(draft, elena)

    project.refresh_from_db()
    assert (report.state, report.published_at, report.evidence) == ("published", AT, {"computed_health": "green"})
    assert (project.declared_health, project.declared_on) == ("green", f.DAY)
    assert DirtyMark.objects.get().dirty == 1
    for refused in (
        lambda: save_draft(report=report, values={"achieved": "x"}, version=None, by=elena, at=AT),
        lambda: discard_draft(report=report, by=elena, at=AT),
        lambda: _publish(report, elena),
    ):
        with pytest.raises(ReportAlreadyPublished):
            refused()
    report.refresh_from_db()
    assert report.achieved == ""


def test_a_late_report_of_an_earlier_date_does_not_undo_the_health(project: Project, elena: User) -> None:
    project.declared_health, project.declared_on = "red", date(2026, 6, 18)
    project.save()
    _publish(_draft(project, declared_health="green"), elena)
    project.refresh_from_db()
    assert project.declared_health == "red"


def test_a_report_needs_a_health_and_a_date_that_has_come(project: Project, elena: User) -> None:
    with pytest.raises(HealthNotDeclared):
        _publish(_draft(project), elena)
    StatusReport.objects.update(declared_health="green", period_end=date(2026, 6, 21))
    with pytest.raises(ReportInTheFuture):
        _publish(StatusReport.objects.get(), elena)
    assert StatusReport.objects.get().state == "draft"
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("stance", ["controlling", "directive"])
def test_a_difference_needs_a_reason(project: Project, stance: str) -> None:
    f.make_organisation(stance=stance)
    office = f.make_member("pmo_manager", project)
    draft = _draft(project, declared_health="green")

    with pytest.raises(HealthReasonMissing):
        _publish(draft, office, computed="red")
    draft.refresh_from_db()
    assert draft.state == "draft"

    draft.health_reason = "Supplier pays"
    draft.save()
    _publish(draft, office, computed="red")
    assert AuditEntry.objects.get(verb="published").reason == "Supplier pays"


def test_a_directive_office_keeps_the_difference_for_itself(project: Project, elena: User) -> None:
    f.make_organisation(stance="directive")
    draft = _draft(project, declared_health="green", health_reason="I am sure")
    with pytest.raises(HealthDifferenceBlocked):
        _publish(draft, elena, computed="red")
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert _publish(draft, elena, computed="green").state == "published"


def test_a_supportive_office_lets_it_pass_and_grey_contradicts_nothing(project: Project, elena: User) -> None:
    f.make_organisation(stance="supportive")
    assert _publish(_draft(project, declared_health="green"), elena, computed="red").state == "published"
    f.make_organisation(stance="controlling")
    assert _publish(_draft(project, declared_health="green"), elena, computed="grey").state == "published"


def test_two_windows_do_not_overwrite_each_other(project: Project, elena: User) -> None:
    draft = _draft(project)
    save_draft(report=draft, values={"achieved": "Theirs"}, version=1, by=elena, at=AT)
    with pytest.raises(EditConflict):
        save_draft(report=draft, values={"achieved": "Mine"}, version=1, by=elena, at=AT)
    draft.refresh_from_db()
    assert draft.achieved == "Theirs"
    assert not DirtyMark.objects.exists()


def test_a_draft_takes_no_other_field_than_what_people_write(project: Project, elena: User) -> None:
    draft = _draft(project)
    save_draft(report=draft, values={"state": "published", "achieved": "Done"}, version=1, by=elena, at=AT)
    draft.refresh_from_db()
    assert (draft.state, draft.achieved) == ("draft", "Done")


def test_a_discarded_draft_stays_in_the_history(project: Project, elena: User) -> None:
    discard_draft(report=_draft(project, achieved="Words"), by=elena, at=AT)
    assert not StatusReport.objects.exists()
    assert AuditEntry.objects.get(verb="deleted").changes["achieved"] == ["Words", None]
