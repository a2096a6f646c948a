"""Milestones."""

from pmo.core.api.serializers import Body
from projects.api.v1.part import PART, PartRow, in_project
from projects.api.v1.register import Register
from projects.filters.register import MilestoneFilter
from projects.models import Milestone

FIELDS = ("name", "gate", "baseline", "forecast", "reached")


class MilestoneRow(PartRow):
    class Meta:
        model = Milestone
        fields = (*PART, *FIELDS)


class MilestoneBody(Body):
    class Meta:
        model = Milestone
        fields = FIELDS


class Milestones(Register):
    model, rows, filters = Milestone, MilestoneRow, (MilestoneFilter,)
    creates, amends = in_project(MilestoneBody), MilestoneBody
