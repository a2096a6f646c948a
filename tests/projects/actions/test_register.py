"""Registers: who writes them, who decides, what an ending means."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pmo.core.errors import EditConflict, NotAllowed
from pmo.core.models import AuditEntry
from projects.actions.parts import EntryGone, InvalidEntry
from projects.actions.register import amend_entry, record_entry, remove_entry
from projects.models import ChangeRequest, Decision, DirtyMark, Milestone, Project, Risk
from tests import factories as f

AT = datetime(2026, 6, 20, 9, tzinfo=UTC)
TODAY = date(2026, 6, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return f.make_project("ALPHA")


def test_a_team_member_records_a_risk_with_its_history_and_marks_the_project(project: Project) -> None:
    member = f.make_member("team_member", project)

    risk = record_entry(model=Risk, project=project, values={"title": "Flood", "raised_on": f.DAY}, by=member, at=AT)

    entry = AuditEntry.objects.get(object_uuid=risk.uuid)
    assert (entry.verb, entry.actor, entry.project_id, entry.changes["title"]) == (
        "created",
        member,
        project.pk,
        [None, "Flood"],
    )
    assert DirtyMark.objects.get(project=project).marked_at == AT


@pytest.mark.parametrize("role", ["reader", "executive"])
def test_a_person_who_only_reads_records_nothing(project: Project, role: str) -> None:
    reader = f.make_member(role, project)

    with pytest.raises(NotAllowed):
        record_entry(model=Risk, project=project, values={"title": "Flood", "raised_on": f.DAY}, by=reader, at=AT)

    assert not Risk.objects.exists()
    assert not AuditEntry.objects.exists()
    assert not DirtyMark.objects.exists()


def test_the_manager_of_another_project_records_nothing(project: Project) -> None:
    stranger = f.make_member("project_manager", f.make_project())
    with pytest.raises(NotAllowed):
        record_entry(model=Risk, project=project, values={"title": "Flood", "raised_on": f.DAY}, by=stranger, at=AT)
    assert not Risk.objects.exists()


def test_a_rating_out_of_scale_is_refused_by_field(project: Project) -> None:
    values = {"title": "Flood", "raised_on": f.DAY, "inherent_probability": 6}
    with pytest.raises(InvalidEntry) as refusal:
        record_entry(model=Risk, project=project, values=values, by=None, at=AT)
    assert refusal.value.field == "inherent_probability"
    assert not Risk.objects.exists()


def test_closing_dates_an_entry_and_reopening_undates_it(project: Project) -> None:
    issue = f.make_issue(project)

    assert amend_entry(entry=issue, values={"state": "closed"}, version=1, by=None, at=AT).closed_on == TODAY
    assert amend_entry(entry=issue, values={"state": "open"}, version=2, by=None, at=AT).closed_on is None


def test_an_entry_ends_neither_in_the_future_nor_before_it_began(project: Project) -> None:
    issue = f.make_issue(project)
    for day in (date(2026, 6, 21), date(2026, 6, 14)):
        with pytest.raises(InvalidEntry) as refusal:
            amend_entry(entry=issue, values={"state": "closed", "closed_on": day}, version=1, by=None, at=AT)
        assert refusal.value.field == "closed_on"
    issue.refresh_from_db()
    assert (issue.state, issue.version) == ("open", 1)


def test_a_milestone_is_not_reached_in_the_future(project: Project) -> None:
    milestone = f.make_milestone(project)
    with pytest.raises(InvalidEntry):
        amend_entry(entry=milestone, values={"reached": date(2026, 7, 1)}, version=1, by=None, at=AT)
    assert Milestone.objects.get().reached is None


def test_a_stale_edit_tells_what_the_other_person_wrote(project: Project) -> None:
    issue = f.make_issue(project)
    amend_entry(entry=issue, values={"title": "Theirs"}, version=1, by=None, at=AT)

    with pytest.raises(EditConflict) as refusal:
        amend_entry(entry=issue, values={"title": "Mine", "severity": "medium"}, version=1, by=None, at=AT)

    assert refusal.value.theirs == {"title": "Theirs"}
    issue.refresh_from_db()
    assert (issue.title, issue.version) == ("Theirs", 2)


def test_an_edit_that_changes_nothing_writes_nothing(project: Project) -> None:
    issue = f.make_issue(project)
    amend_entry(entry=issue, values={"title": issue.title}, version=1, by=None, at=AT)
    assert not AuditEntry.objects.exists()
    assert not DirtyMark.objects.exists()


DECIDED: list[tuple[Any, str, str]] = [
    (f.make_decision, "taken", "taken_on"),
    (f.make_change, "approved", "decided_on"),
]


@pytest.mark.parametrize(("make", "state", "on"), DECIDED)
def test_the_manager_does_not_decide_and_the_executive_does(project: Project, make: Any, state: str, on: str) -> None:
    entry = make(project)
    manager = f.make_member("project_manager", project)
    executive = f.make_member("executive", project)

    with pytest.raises(NotAllowed):
        amend_entry(entry=entry, values={"state": state}, version=1, by=manager, at=AT)
    entry.refresh_from_db()
    assert getattr(entry, on) is None

    amended = amend_entry(entry=entry, values={"state": state}, version=1, by=executive, at=AT)
    assert (amended.state, getattr(amended, on)) == (state, TODAY)


@pytest.mark.parametrize(("make", "state", "on"), DECIDED)
def test_what_was_decided_is_not_reworded_by_the_manager(project: Project, make: Any, state: str, on: str) -> None:
    entry = make(project, state=state, **{on: f.DAY})
    manager = f.make_member("project_manager", project)
    with pytest.raises(NotAllowed):
        amend_entry(entry=entry, values={"title": "Something else"}, version=1, by=manager, at=AT)
    with pytest.raises(NotAllowed):
        remove_entry(entry=entry, by=manager, at=AT)
    entry.refresh_from_db()
    assert entry.version == 1


def test_the_executive_decides_and_rewords_nothing(project: Project) -> None:
    decision = f.make_decision(project)
    executive = f.make_member("executive", project)
    with pytest.raises(NotAllowed):
        amend_entry(entry=decision, values={"title": "Another"}, version=1, by=executive, at=AT)
    assert Decision.objects.get().title == "Choose a supplier"


def test_the_manager_drops_a_decision_and_cannot_record_an_approved_change(project: Project) -> None:
    manager = f.make_member("project_manager", project)
    decision = f.make_decision(project)

    assert amend_entry(entry=decision, values={"state": "dropped"}, version=1, by=manager, at=AT).state == "dropped"
    values = {"title": "More", "raised_on": f.DAY, "state": "approved"}
    with pytest.raises(NotAllowed):
        record_entry(model=ChangeRequest, project=project, values=values, by=manager, at=AT)
    assert not ChangeRequest.objects.exists()


def test_a_removed_entry_stays_in_the_history(project: Project) -> None:
    risk = f.make_risk(project)
    remove_entry(entry=risk, by=None, at=AT)
    assert not Risk.objects.exists()
    assert AuditEntry.objects.get(verb="deleted").changes["title"] == ["Supplier fails", None]
    assert DirtyMark.objects.get().dirty == 1
    with pytest.raises(EntryGone):
        remove_entry(entry=risk, by=None, at=AT)
