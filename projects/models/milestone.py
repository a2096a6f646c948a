"""Milestones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.part import ProjectPart


class Milestone(ProjectPart):
    """A point of the plan: baseline, forecast, the day it was reached. A gate is a milestone that needs a decision."""

    name = models.CharField(_("name"), max_length=200)
    gate = models.BooleanField(_("gate"), default=False)
    baseline = models.DateField(_("baseline"), null=True, blank=True)
    forecast = models.DateField(_("forecast"), null=True, blank=True)
    reached = models.DateField(_("reached on"), null=True, blank=True)

    class Meta:
        ordering = ["forecast", "pk"]
        indexes = [models.Index(fields=["project", "forecast"], name="milestone_by_date")]

    def __str__(self) -> str:
        return self.name
