"""The registers: risks, issues, decisions, actions, change requests and milestones."""

from datetime import datetime
from typing import Any

from pmo.core.api.serializers import Body, person
from pmo.core.api.writing import Amends, Creates, Removes
from pmo.core.models import User
from projects.actions.register import amend_entry, record_entry, remove_entry
from projects.api.v1.part import OWNED, PART, OwnedRow, in_project
from projects.filters.register import (
    RiskFilter,
)
from projects.models import Risk
from projects.queries.register import entries


class Register(Creates, Amends, Removes):
    """One register: every entry the caller sees."""

    def queryset_for(self, user: User | None) -> Any:
        return entries(self.model, user)

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Any:
        project = values.pop("project")
        return record_entry(model=self.model, project=project, values=values, by=by, at=at)

    def amend(self, *, obj: Any, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Any:
        return amend_entry(entry=obj, values=values, version=version, by=by, at=at)

    def remove(self, *, obj: Any, version: int | None, by: User, at: datetime) -> None:
        remove_entry(entry=obj, version=version, by=by, at=at)


class RiskRow(OwnedRow):
    class Meta:
        model = Risk
        fields = [
            *PART,
            "title",
            "description",
            "kind",
            "state",
            "inherent_probability",
            "inherent_impact",
            "residual_probability",
            "residual_impact",
            "cost_impact",
            "response",
            "response_plan",
            *OWNED,
            "raised_on",
            "review_on",
            "closed_on",
        ]


class RiskBody(Body):
    owner = person()

    class Meta:
        model = Risk
        fields = [
            "title",
            "description",
            "kind",
            "state",
            "inherent_probability",
            "inherent_impact",
            "residual_probability",
            "residual_impact",
            "cost_impact",
            "response",
            "response_plan",
            "owner",
            "raised_on",
            "review_on",
            "closed_on",
        ]


class NewRisk(RiskBody):
    project = in_project()

    class Meta(RiskBody.Meta):
        fields = ["project", *RiskBody.Meta.fields]


class Risks(Register):
    model, rows, filters = Risk, RiskRow, (RiskFilter,)
    creates, amends = NewRisk, RiskBody
