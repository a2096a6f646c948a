"""The plan of a set of projects: their approved budgets in force, by the period each is to be spent in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import BooleanField, Case, Value, When
from django.db.models.functions import Coalesce

from projects.models import BudgetLine
from reporting.queries.among import Among, of_projects
from reporting.queries.exact_sum import ExactSum
from reporting.queries.sources.money import in_force


class Planned(NamedTuple):
    """What is planned in one currency from ``start`` to ``end``; lines without a period take the project's dates, and
    have none where it has none."""

    currency: str
    start: date | None
    end: date | None
    apart: bool
    amount: Decimal


def plan_of(ids: Sequence[int], as_of: date, apart: Sequence[int] = ()) -> list[Planned]:
    """The plans of these projects at the day, those of the projects ``apart`` told from the others."""
    lines = BudgetLine.objects.filter(of_projects(ids), in_force(as_of)).exclude(current=None).order_by()
    told = Case(When(Among("project_id", apart), then=Value(True)), default=Value(False), output_field=BooleanField())
    placed = lines.annotate(
        start=Coalesce("period_start", "project__start"),
        end=Coalesce("period_end", "project__baseline_finish", "project__finish"),
        apart=told if apart else Value(False),
    )
    rows = placed.values_list("currency", "start", "end", "apart").annotate(amount=ExactSum("current"))
    return [Planned(*row) for row in rows]
