"""Marking: no write stays without its mark, whatever a worker clears meanwhile."""

from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from projects.actions.dirty import mark_dirty
from projects.models import DirtyMark
from tests.factories import NOON, make_project


@pytest.mark.django_db
def test_each_write_raises_the_mark_and_starts_the_attempts_again() -> None:
    project = make_project()
    mark_dirty(project_ids=[project.pk], at=NOON)
    DirtyMark.objects.update(attempts=5, parked=True, error="broken")
    mark_dirty(project_ids=[project.pk, project.pk], at=NOON)
    mark = DirtyMark.objects.get()
    assert (mark.dirty, mark.attempts, mark.parked, mark.error) == (2, 0, False, "")


@pytest.mark.django_db
def test_a_mark_cleared_between_the_two_statements_is_raised_again(monkeypatch: pytest.MonkeyPatch) -> None:
    projects = [make_project(), make_project()]
    ids = [project.pk for project in projects]
    mark_dirty(project_ids=ids, at=NOON)
    update, cleared = QuerySet.update, []

    def after_a_worker(rows: Any, **values: Any) -> int:
        if not cleared:
            cleared.append(DirtyMark.objects.filter(pk=ids[0]).delete())
        return update(rows, **values)

    monkeypatch.setattr(QuerySet, "update", after_a_worker)
    mark_dirty(project_ids=ids, at=NOON)
    assert set(DirtyMark.objects.filter(dirty__gt=0).values_list("pk", flat=True)) == set(ids)


@pytest.mark.django_db(transaction=True)
def test_a_mark_outside_the_transaction_of_its_write_is_refused() -> None:
    project = make_project()
    with pytest.raises(transaction.TransactionManagementError):
        mark_dirty(project_ids=[project.pk], at=NOON)
    assert not DirtyMark.objects.exists()
