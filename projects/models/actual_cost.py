"""Actual costs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo.core.models import Amount, amount_is_number_or_reason
from projects.enums import CostType
from projects.models.part import ProjectPart


class ActualCost(ProjectPart, Amount):
    """A cost posted to the accounts; a reversal is a negative amount."""

    posting_date = models.DateField(_("posting date"))
    document = models.CharField(_("document"), max_length=60, blank=True)
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    category = models.CharField(_("cost element"), max_length=120, blank=True)
    cost_type = models.CharField(_("CAPEX / OPEX"), max_length=12, choices=CostType, default=CostType.UNSPECIFIED)
    funding_source = models.CharField(_("funding source"), max_length=80, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["-posting_date", "pk"]
        indexes = [models.Index(fields=["project", "posting_date"], name="actual_cost_by_date")]
        constraints = [amount_is_number_or_reason("actual_cost")]

    def __str__(self) -> str:
        return self.document or self.category or str(self.posting_date)
