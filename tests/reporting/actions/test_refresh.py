"""The outbox: what is marked is recomputed, and only the mark that was seen is cleared."""

from decimal import Decimal

import pytest
from django.db import OperationalError as DatabaseBusy
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from pmo.core.queue.background import _Broker
from projects.actions.dirty import mark_dirty
from projects.models import DirtyMark
from reporting.actions import facts as facts_module
from reporting.actions import refresh as refresh_module
from reporting.actions.facts import recompute_facts
from reporting.actions.refresh import MAX_ATTEMPTS, Outcome, refresh_dirty_marks
from reporting.models import ProjectFact
from reporting.tasks import refresh_all_daily, refresh_dirty, refresh_outdated, sweep_dirty
from tests.factories import DAY, NOON, make_budget_line, make_project

pytestmark = pytest.mark.django_db
D = Decimal


def refresh(project_ids=None) -> Outcome:
    return refresh_dirty_marks(project_ids=project_ids, as_of=DAY, at=NOON)


def test_a_marked_project_is_recomputed_and_its_mark_cleared() -> None:
    project, untouched = make_project(), make_project()
    make_budget_line(project, "100")
    mark_dirty(project_ids=[project.pk], at=NOON)
    assert refresh() == Outcome(refreshed=1)
    assert project.fact.approved_budget == D(100)
    assert not DirtyMark.objects.exists()
    assert not ProjectFact.objects.filter(project=untouched).exists()
    assert refresh() == Outcome()


def test_a_write_that_comes_during_the_work_keeps_its_mark(monkeypatch) -> None:
    project = make_project()
    mark_dirty(project_ids=[project.pk], at=NOON)
    compute = facts_module.compute_facts

    def slow(*args, **kwargs):
        DirtyMark.objects.update(dirty=F("dirty") + 1)
        return compute(*args, **kwargs)

    monkeypatch.setattr(facts_module, "compute_facts", slow)
    refresh()
    assert DirtyMark.objects.get().dirty == 2


def test_a_project_that_fails_is_parked_after_five_attempts_and_holds_nobody_back(monkeypatch) -> None:
    bad, good = make_project(), make_project()
    make_budget_line(good, "100")
    mark_dirty(project_ids=[bad.pk, good.pk], at=NOON)
    store = refresh_module.store_facts

    def failing(*, project_ids, as_of, at):
        if bad.pk in project_ids:
            raise ValueError("broken")
        return store(project_ids=project_ids, as_of=as_of, at=at)

    monkeypatch.setattr(refresh_module, "store_facts", failing)
    assert refresh() == Outcome(refreshed=1, failed=1)
    assert good.fact.approved_budget == D(100)
    for _ in range(MAX_ATTEMPTS - 1):
        assert refresh() == Outcome(failed=1)
    mark = DirtyMark.objects.get()
    assert (mark.attempts, mark.parked, mark.error) == (MAX_ATTEMPTS, True, "ValueError: broken")
    assert refresh() == Outcome()
    assert not ProjectFact.objects.filter(project=bad).exists()
    mark_dirty(project_ids=[bad.pk], at=NOON)
    monkeypatch.setattr(refresh_module, "store_facts", store)
    assert refresh([bad.pk]) == Outcome(refreshed=1)


def test_a_busy_database_costs_no_attempt(monkeypatch) -> None:
    project = make_project()
    mark_dirty(project_ids=[project.pk], at=NOON)

    def locked(**kwargs):
        raise DatabaseBusy("database is locked")

    monkeypatch.setattr(refresh_module, "store_facts", locked)
    assert refresh() == Outcome(failed=1)
    mark = DirtyMark.objects.get()
    assert (mark.attempts, mark.parked) == (0, False)


def test_recomputing_twice_changes_nothing() -> None:
    project = make_project()
    make_budget_line(project, "100", period_label="2026")
    for _ in range(2):
        assert recompute_facts(project_ids=None, as_of=DAY, at=NOON) == 1
    assert ProjectFact.objects.get().approved_budget == D(100)
    assert recompute_facts(project_ids=[project.pk + 999], as_of=DAY, at=NOON) == 0


@pytest.mark.django_db(transaction=True)
def test_a_committed_write_is_in_the_facts_at_once_where_tasks_are_eager() -> None:
    project = make_project()
    with transaction.atomic():
        make_budget_line(project, "100")
        mark_dirty(project_ids=[project.pk], at=NOON)
    assert ProjectFact.objects.get(project=project).approved_budget == D(100)


@pytest.mark.django_db(transaction=True)
def test_a_write_succeeds_without_a_broker_and_the_sweep_makes_it_good(monkeypatch) -> None:
    def no_broker(**kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(refresh_dirty, "apply_async", no_broker)
    monkeypatch.setattr(_Broker, "silent_until", 0.0)
    project = make_project()
    with transaction.atomic():
        make_budget_line(project, "100")
        mark_dirty(project_ids=[project.pk], at=NOON)
    assert not ProjectFact.objects.exists()
    sweep_dirty.delay()
    assert ProjectFact.objects.get().approved_budget == D(100)


def test_the_daily_refresh_covers_every_project() -> None:
    make_project()
    make_project()
    refresh_all_daily.delay()
    assert ProjectFact.objects.count() == 2


def test_what_missed_the_night_is_refreshed_later_in_the_day_and_nothing_else() -> None:
    behind, fresh = make_project(), make_project()
    recompute_facts(project_ids=[behind.pk], as_of=DAY, at=NOON)
    recompute_facts(project_ids=[fresh.pk], as_of=timezone.localdate(), at=NOON)
    refresh_outdated.delay()
    assert ProjectFact.objects.get(project=behind).as_of == timezone.localdate()
    assert ProjectFact.objects.get(project=fresh).computed_at == NOON


def test_recomputing_many_takes_as_many_statements_as_one(django_assert_num_queries) -> None:
    first = make_project()
    make_budget_line(first)
    recompute_facts(project_ids=None, as_of=DAY, at=NOON)
    with django_assert_num_queries(22):
        recompute_facts(project_ids=None, as_of=DAY, at=NOON)
    for _ in range(3):
        make_budget_line(make_project())
    recompute_facts(project_ids=None, as_of=DAY, at=NOON)
    with django_assert_num_queries(22):
        recompute_facts(project_ids=None, as_of=DAY, at=NOON)
