"""Two people take the same name or code at the very same time: the slower one is told, and nothing breaks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, models

from pmo.core.actions.editing import taken_once
from pmo.core.actions.exchange_rates import set_rate
from pmo.core.actions.groups import create_group, rename_group
from pmo.core.actions.people import create_person
from pmo.core.actions.saved_views import save_view
from pmo.core.errors import AlreadyTaken, DomainError
from pmo.core.models import AuditEntry, ExchangeRate, SavedView, User
from portfolio.actions.programme import create_programme
from portfolio.actions.threshold_set import create_threshold_set, edit_threshold_set
from portfolio.models import Programme, ThresholdSet
from projects.actions.project import create_project, edit_project
from projects.models import Project
from reporting.actions.kpi import create_kpi, edit_kpi
from reporting.models import Kpi
from tests import factories as f

pytestmark = pytest.mark.django_db


@contextmanager
def somebody_faster(model: type[models.Model]) -> Iterator[None]:
    """Right before this process writes, the same row is there already: copied past every check that was made."""

    def overtake(sender: Any, instance: Any, **kwargs: Any) -> None:
        rival = sender(**{field.attname: getattr(instance, field.attname) for field in sender._meta.concrete_fields})
        rival.pk = None
        if hasattr(rival, "uuid"):
            rival.uuid = sender._meta.get_field("uuid").default()
        sender.objects.bulk_create([rival])

    models.signals.pre_save.connect(overtake, sender=model)
    try:
        yield
    finally:
        models.signals.pre_save.disconnect(overtake, sender=model)


def _project(**values: Any) -> Any:
    return create_project(values={"name": "P", "portfolio": f.make_portfolio(), **values}, by=None, at=f.NOON)


WRITES: dict[str, tuple[type[models.Model], Callable[[], Any], str]] = {
    "a login": (
        User,
        lambda: create_person(values={"username": "ann"}, password="seven quiet harbours", by=None, at=f.NOON),
        "username",
    ),
    "a view": (
        SavedView,
        lambda: save_view(page="projects", name="Late", query="", shared=False, by=f.make_user(), at=f.NOON),
        "name",
    ),
    "a rate": (
        ExchangeRate,
        lambda: set_rate(currency="USD", on=date(2026, 1, 2), per_euro=Decimal(1), by=None, at=f.NOON),
        "on",
    ),
    "a group": (Group, lambda: create_group(name="Finance", by=None, at=f.NOON), "name"),
    "a KPI": (Kpi, lambda: create_kpi(values={"code": "k", "name": "K"}, by=None, at=f.NOON), "code"),
    "a threshold set": (ThresholdSet, lambda: create_threshold_set(values={"name": "T"}, by=None, at=f.NOON), "name"),
    "a programme": (
        Programme,
        lambda: create_programme(code="PG", name="PG", portfolio=f.make_portfolio(), by=None, at=f.NOON),
        "code",
    ),
    "a project": (Project, lambda: _project(code="P"), "code"),
}


@pytest.mark.parametrize("what", WRITES)
def test_who_is_slower_is_told(what: str) -> None:
    model, write, field = WRITES[what]
    with somebody_faster(model), pytest.raises(AlreadyTaken) as refusal:
        write()
    assert refusal.value.field == field
    assert not AuditEntry.objects.exists()


def test_an_edit_takes_no_name_of_another() -> None:
    first, second = (Group.objects.create(name=name) for name in "AB")
    sets = [ThresholdSet.objects.create(name=name) for name in "AB"]
    kpis = [Kpi.objects.create(code=code, name=code) for code in "ab"]
    for write in (
        lambda: rename_group(group=second, name=first.name, opened_name="B", by=None, at=f.NOON),
        lambda: edit_threshold_set(thresholds=sets[1], values={"name": "A"}, version=None, by=None, at=f.NOON),
        lambda: edit_kpi(kpi=kpis[1], values={"code": "a"}, version=None, by=None, at=f.NOON),
    ):
        with pytest.raises(DomainError) as refusal:
            write()
        assert refusal.value.field in {"name", "code"}
    assert not AuditEntry.objects.exists()


def test_a_project_that_takes_a_code_meanwhile_taken_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = f.make_project("A"), f.make_project("B")
    monkeypatch.setattr("projects.actions.parts.check", lambda row: None)  # what was looked up is out of date
    with pytest.raises(AlreadyTaken):
        edit_project(project=second, values={"code": first.code}, version=None, by=None, at=f.NOON)
    assert Project.objects.get(pk=second.pk).code == "B"


def test_other_rules_of_the_table_are_not_taken_for_it() -> None:
    with pytest.raises(IntegrityError), taken_once("Taken.", field="on"):
        ExchangeRate.objects.create(currency="USD", on=f.DAY, per_euro=0)
