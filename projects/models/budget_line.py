"""Budget lines."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pmo.core.models import Amount, amount_is_number_or_reason
from projects.enums import BudgetState, CostType
from projects.models.part import ProjectPart


class BudgetLine(ProjectPart, Amount):
    """Money granted or planned for a category, a period and a source.

    ``original`` is the amount of the first approval, ``current`` the amount after approved changes and transfers; both
    are known or both are missing with the same reason. ``approved_on`` empty on an approved line = in force at any
    date. ``period_label`` names periods that have no dates ("to complete").
    """

    category = models.CharField(_("category"), max_length=120, blank=True)
    label = models.CharField(_("label"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BudgetState, default=BudgetState.APPROVED)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    period_label = models.CharField(_("period"), max_length=40, blank=True)
    period_start = models.DateField(_("period start"), null=True, blank=True)
    period_end = models.DateField(_("period end"), null=True, blank=True)
    cost_type = models.CharField(_("CAPEX / OPEX"), max_length=12, choices=CostType, default=CostType.UNSPECIFIED)
    funding_source = models.CharField(_("funding source"), max_length=80, blank=True)
    original = models.DecimalField(_("original"), max_digits=20, decimal_places=6, null=True, blank=True)
    current = models.DecimalField(_("current"), max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["period_start", "category", "pk"]
        constraints = [
            amount_is_number_or_reason("budget_line", "original"),
            amount_is_number_or_reason("budget_line", "current"),
            models.CheckConstraint(
                condition=Q(period_start=None, period_end=None)
                | Q(period_start__isnull=False, period_end__gte=F("period_start")),
                name="budget_line_period_in_order",
            ),
        ]

    def clean(self) -> None:
        """:raises ValidationError: for half a period, or one that ends before it starts."""
        start, end = self.period_start, self.period_end
        if (start is None) != (end is None):
            absent = "period_end" if start else "period_start"
            raise ValidationError({absent: _("Give both ends of the period, or neither.")})
        if start and end and end < start:
            raise ValidationError({"period_end": _("The period ends before it starts.")})

    def __str__(self) -> str:
        return " · ".join(part for part in (self.category, self.label, self.period_label) if part) or str(
            _("Budget line")
        )
