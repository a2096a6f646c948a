"""Risks."""

from projects.api.v1.part import OWNED, PART, OwnedBody, OwnedRow, in_project
from projects.api.v1.register import Register
from projects.filters.register import RiskFilter
from projects.models import Risk
from projects.models.risk import SCORES

WORDS = ("title", "description", "kind", "state")
HANDLING = ("cost_impact", "response", "response_plan", "raised_on", "review_on", "closed_on")
FIELDS = (*WORDS, *SCORES, *HANDLING)


class RiskRow(OwnedRow):
    class Meta:
        model = Risk
        fields = (*PART, *FIELDS, *OWNED)


class RiskBody(OwnedBody):
    class Meta:
        model = Risk
        fields = (*FIELDS, "owner")


class Risks(Register):
    model, rows, filters = Risk, RiskRow, (RiskFilter,)
    creates, amends = in_project(RiskBody), RiskBody
    example = {
        "project": "CRM",
        "title": "The supplier fails",
        "raised_on": "2026-01-12",
        "inherent_probability": 2,
        "inherent_impact": 5,
        "cost_impact": "120000",
    }
