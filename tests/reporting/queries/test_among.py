import pytest

from projects.models import BudgetLine, Project
from reporting.queries.among import Among, of_projects
from tests.factories import make_budget_line, make_project

pytestmark = pytest.mark.django_db


def test_rows_of_these_projects_and_of_no_other() -> None:
    wanted, other = make_project(), make_project()
    line = make_budget_line(wanted)
    make_budget_line(other)
    assert list(BudgetLine.objects.filter(of_projects([wanted.pk, 0]))) == [line]


def test_no_id_is_no_row() -> None:
    make_project()
    assert not Project.objects.filter(Among("pk", [])).exists()


def test_ten_thousand_ids_travel_as_one_parameter(django_assert_num_queries) -> None:
    project = make_project()
    with django_assert_num_queries(1) as asked:
        assert list(Project.objects.filter(Among("pk", range(10_000)))) == [project]
    assert "9999" in asked.captured_queries[0]["sql"]
