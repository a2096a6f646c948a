from decimal import Decimal

import pytest

from projects.models import BudgetLine
from reporting.queries.exact_sum import ExactSum
from tests.factories import make_budget_line, make_project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "amounts",
    [
        ["0.1", "0.2", "-0.3"],
        ["0.000001"] * 7,
        ["26970706944.01", "0.02", "-1.5"],
        ["899999999.999999", "-0.000001", "17"],
        ["12345678901.2345", "98765432109.8765", "0.0001"],
        ["-3.7", "-0.7"],
    ],
)
def test_no_digit_is_lost(amounts) -> None:
    project = make_project()
    for amount in amounts:
        make_budget_line(project, amount)
    summed = BudgetLine.objects.aggregate(total=ExactSum("current"))["total"]
    assert summed == sum(map(Decimal, amounts))


def test_the_sum_of_nothing_is_nothing() -> None:
    assert BudgetLine.objects.aggregate(total=ExactSum("current"))["total"] is None
