"""Generated organisations: counts as asked, the same for a seed, and nothing by halves."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Sum

from pmo.core.models import AuditEntry, Grant, User
from portfolio.models import Portfolio, Programme
from projects.models import ActualCost, BudgetLine, DirtyMark, Project, Risk, StatusReport
from reporting.models import ProjectFact

pytestmark = pytest.mark.django_db


def _generate(**options: Any) -> str:
    out = StringIO()
    call_command("generate_portfolio", **{"projects": 20, "seed": 7, **options}, stdout=out)
    return out.getvalue()


def test_every_project_gets_its_lines_and_risks() -> None:
    said = _generate()
    assert Project.objects.count() == 20
    assert BudgetLine.objects.count() == 1200
    assert Risk.objects.count() == 200
    assert set(Project.objects.annotate(n=Count("budgetlines")).values_list("n", flat=True)) == {60}
    assert ActualCost.objects.count() == 240
    assert "1,200  budgetline" in said


def test_sizes_and_prefix_can_be_chosen() -> None:
    _generate(projects=3, lines_per_project=4, risks_per_project=0, prefix="BIG")
    assert BudgetLine.objects.count() == 12
    assert not Risk.objects.exists()
    assert set(Project.objects.values_list("code", flat=True)) == {"BIG-000001", "BIG-000002", "BIG-000003"}


def test_the_facts_are_computed_at_the_end_and_nothing_stays_marked() -> None:
    _generate()
    assert ProjectFact.objects.exclude(approved_budget=None).count() == 20
    total = BudgetLine.objects.filter(project__currency="EUR").aggregate(total=Sum("current"))["total"]
    facts = ProjectFact.objects.filter(currency="EUR").aggregate(total=Sum("approved_budget"))["total"]
    assert facts == total
    assert not DirtyMark.objects.exists()


def test_the_facts_can_be_left_to_later() -> None:
    _generate(projects=2, no_rollup=True)
    assert not ProjectFact.objects.exists()


def test_one_audit_entry_and_one_grant_a_project() -> None:
    _generate()
    assert AuditEntry.objects.filter(object_type="projects.project", verb="created").count() == 20
    assert Grant.objects.filter(role="project_manager", scope="project").count() == 20
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_about_one_project_in_ten_is_confidential() -> None:
    _generate(projects=200, lines_per_project=1, risks_per_project=0, no_rollup=True)
    assert 10 <= Project.objects.filter(confidential=True).count() <= 32


def test_the_tree_is_sound() -> None:
    _generate(projects=450, lines_per_project=1, risks_per_project=0, no_rollup=True)
    assert (Portfolio.objects.count(), Programme.objects.count()) == (3, 18)
    for portfolio in Portfolio.objects.select_related("parent"):
        assert portfolio.path == f"{portfolio.parent.path if portfolio.parent else '/'}{portfolio.pk}/"
    assert all(project.portfolio_id == project.programme.portfolio_id for project in Project.objects.all())


def _drawn(prefix: str) -> list[tuple[Any, ...]]:
    lines = BudgetLine.objects.filter(project__code__startswith=prefix).order_by("pk")
    return list(lines.values_list("label", "original", "current", "funding_source", "uuid"))


def test_the_same_seed_gives_the_same_rows_and_another_seed_others() -> None:
    _generate(projects=2, prefix="AAA", no_rollup=True)
    first = _drawn("AAA-")
    Grant.objects.all().delete()
    Project.objects.all().delete()
    Programme.objects.all().delete()
    Portfolio.objects.all().delete()
    User.objects.all().delete()
    _generate(projects=2, prefix="AAA", no_rollup=True)
    assert _drawn("AAA-") == first
    _generate(projects=2, prefix="BBB", seed=8, no_rollup=True)
    assert _drawn("BBB-") != first


def test_a_prefix_in_use_is_refused_and_nothing_is_added() -> None:
    _generate(projects=2, no_rollup=True)
    before = (Project.objects.count(), User.objects.count())
    with pytest.raises(CommandError, match="choose another --prefix"):
        _generate(projects=5, no_rollup=True)
    assert (Project.objects.count(), User.objects.count()) == before


def test_reports_are_published_in_the_past() -> None:
    _generate()
    assert StatusReport.objects.filter(published_at=None).count() == 0


@pytest.mark.parametrize("wrong", ["-1", "many", "1.5"])
def test_a_count_is_a_whole_number(wrong: str) -> None:
    with pytest.raises(CommandError, match="a whole number"):
        call_command("generate_portfolio", "--projects", wrong)
