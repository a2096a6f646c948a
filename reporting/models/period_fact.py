"""Money of a project by period and source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.enums import CostType
from projects.models import Project
from reporting.models.fact import amount


class ProjectPeriodFact(models.Model):
    """What is approved, planned and spent in one period, in the project's currency.

    NULL where no row says anything, or where one of its rows has no amount, never a partial sum; ``incomplete`` tells
    the second from the first. ``period_label`` names the periods without dates ("to complete").
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="period_facts", verbose_name=_("project"))
    currency = models.CharField(max_length=3)
    period_label = models.CharField(max_length=40, blank=True)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    funding_source = models.CharField(max_length=80, blank=True)
    cost_type = models.CharField(max_length=12, choices=CostType, default=CostType.UNSPECIFIED)
    approved = amount()
    planned = amount()
    actual = amount()
    incomplete = models.BooleanField(default=False)

    class Meta:
        ordering = ["project", "period_start", "period_label", "funding_source", "cost_type"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.period_label or self.period_start}"
