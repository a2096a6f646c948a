"""Commitments."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo.core.models import Amount, amount_is_number_or_reason
from projects.models.part import ProjectPart


class Commitment(ProjectPart, Amount):
    """An order placed. What is committed is ``amount − invoiced`` while it is open."""

    reference = models.CharField(_("order number"), max_length=60, blank=True)
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    label = models.CharField(_("label"), max_length=200, blank=True)
    ordered_on = models.DateField(_("ordered on"))
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=6, null=True, blank=True)
    invoiced = models.DecimalField(_("invoiced"), max_digits=20, decimal_places=6, default=0)
    closed = models.BooleanField(_("closed"), default=False)

    class Meta:
        ordering = ["-ordered_on", "pk"]
        constraints = [
            amount_is_number_or_reason("commitment"),
            models.CheckConstraint(condition=Q(invoiced__gte=0), name="commitment_invoiced_positive"),
        ]

    def __str__(self) -> str:
        return self.reference or self.label
