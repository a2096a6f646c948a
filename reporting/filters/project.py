"""Filters of every list of projects."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.enums import Health
from projects.filters import project as projects
from projects.models import Project
from reporting.queries.project_table import BudgetKnown, FactCriteria

BUDGET_CHOICES = [
    (BudgetKnown.KNOWN.value, _("Known")),
    (BudgetKnown.UNKNOWN.value, _("Not known")),
    (BudgetKnown.WITHHELD.value, _("Withheld")),
]
YES = [("1", _("Yes"))]


class ProjectFilter(projects.ProjectFilter):
    """Conditions on the project narrow the query; conditions on its facts are handed over by :meth:`criteria`.

    Facts of another day exist in memory only, so the database cannot filter on them.
    """

    health = django_filters.MultipleChoiceFilter(label=_("Health"), choices=Health.choices, method="by_facts")
    computed = django_filters.MultipleChoiceFilter(
        label=_("Computed health"), choices=Health.choices, method="by_facts"
    )
    differs = django_filters.ChoiceFilter(label=_("Declared differs from computed"), choices=YES, method="by_facts")
    has_budget = django_filters.ChoiceFilter(label=_("Approved budget"), choices=BUDGET_CHOICES, method="by_facts")
    over_budget = django_filters.ChoiceFilter(label=_("EAC over budget"), choices=YES, method="by_facts")
    not_reported = django_filters.ChoiceFilter(label=_("Report overdue"), choices=YES, method="by_facts")

    def criteria(self) -> FactCriteria:
        """What was asked of the facts; nothing where the input is not valid."""
        asked: dict[str, Any] = self.form.cleaned_data if self.form.is_valid() else {}
        return FactCriteria(
            health=frozenset(asked.get("health") or ()),
            computed=frozenset(asked.get("computed") or ()),
            differs=bool(asked.get("differs")),
            budget=BudgetKnown(asked["has_budget"]) if asked.get("has_budget") else None,
            over_budget=bool(asked.get("over_budget")),
            not_reported=bool(asked.get("not_reported")),
        )

    def by_facts(self, queryset: QuerySet[Project], name: str, value: Any) -> QuerySet[Project]:
        return queryset
