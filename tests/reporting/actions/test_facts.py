"""Storing facts in bulk: many parts at once are as good as one."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from reporting.actions.facts import recompute_facts
from reporting.models import FactFields, ProjectFact
from reporting.queries import facts
from tests.factories import make_budget_line, make_project, make_report

DAY, NOON = date(2026, 6, 15), datetime(2026, 6, 15, 12, tzinfo=UTC)
FIELDS = [field.name for field in FactFields._meta.get_fields()]


def kept() -> list[dict[str, Any]]:
    return list(ProjectFact.objects.order_by("pk").values("pk", *FIELDS))


@pytest.mark.django_db(transaction=True)
def test_parts_of_one_project_store_what_one_part_of_all_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        project = make_project()
        make_budget_line(project, f"{number}.123456")
        make_budget_line(project, None, missing="withheld", missing_reason='a "quoted" \\ reason, été')
    make_report(make_project(), declared_health="amber", progress="33.33")
    assert recompute_facts(project_ids=None, as_of=DAY, at=NOON) == 6
    together = kept()
    assert together[0]["withheld"]["approved_budget"] == 'a "quoted" \\ reason, été'
    assert (together[5]["progress"], together[5]["health"]) == (Decimal("0.3333"), "amber")
    ProjectFact.objects.all().delete()
    monkeypatch.setattr(facts, "CHUNK", 1)
    assert recompute_facts(project_ids=None, as_of=DAY, at=NOON) == 6
    assert kept() == together


@pytest.mark.django_db
def test_no_project_at_all_is_no_fact() -> None:
    assert recompute_facts(project_ids=None, as_of=DAY, at=NOON) == 0
    assert recompute_facts(project_ids=[0], as_of=DAY, at=NOON) == 0
