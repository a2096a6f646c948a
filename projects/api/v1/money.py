"""The money of projects: budget lines, commitments, actual costs and forecasts."""

from datetime import datetime
from typing import Any

from pmo.core.api.serializers import Body, currency
from pmo.core.models import User
from projects.actions.money import add_line, delete_line, edit_line
from projects.api.v1.part import PART, PartRow, Parts, in_project
from projects.filters.money import ActualCostFilter, BudgetLineFilter, CommitmentFilter, ForecastFilter
from projects.models import ActualCost, BudgetLine, Commitment, Forecast

AMOUNT = ("currency", "missing", "missing_reason")
COST = ("category", "cost_type", "funding_source")
PERIOD = ("period_label", "period_start", "period_end")
BUDGET_LINE = ("label", *COST, "state", "approved_on", *PERIOD, "original", "current", *AMOUNT)
COMMITMENT = ("reference", "supplier", "label", "ordered_on", "amount", "invoiced", "closed", *AMOUNT)
ACTUAL_COST = ("posting_date", "document", "supplier", *COST, "amount", *AMOUNT)
FORECAST = ("kind", "made_on", "note", "amount", *AMOUNT)


class Lines(Parts):
    """Lines of money of one kind. A line without an amount says why in ``missing`` and ``missing_reason``."""

    def queryset_for(self, user: User | None) -> Any:
        return self.model.objects.visible_to(user).select_related("project")

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Any:
        project = values.pop("project")
        return add_line(model=self.model, project=project, values=values, by=by, at=at)

    def amend(self, *, obj: Any, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Any:
        return edit_line(line=obj, values=values, version=version, by=by, at=at)

    def remove(self, *, obj: Any, version: int | None, by: User, at: datetime) -> None:
        delete_line(line=obj, version=version, by=by, at=at)


class LineBody(Body):
    currency = currency(required=False, help_text="Left out, a new line is in its project's.")


class BudgetLineRow(PartRow):
    class Meta:
        model = BudgetLine
        fields = (*PART, *BUDGET_LINE)


class BudgetLineBody(LineBody):
    class Meta:
        model = BudgetLine
        fields = BUDGET_LINE


class BudgetLines(Lines):
    model, rows, filters = BudgetLine, BudgetLineRow, (BudgetLineFilter,)
    creates, amends = in_project(BudgetLineBody), BudgetLineBody
    example = {"project": "CRM", "original": "250000", "current": "250000", "currency": "EUR"}


class CommitmentRow(PartRow):
    class Meta:
        model = Commitment
        fields = (*PART, *COMMITMENT)


class CommitmentBody(LineBody):
    class Meta:
        model = Commitment
        fields = COMMITMENT


class Commitments(Lines):
    model, rows, filters = Commitment, CommitmentRow, (CommitmentFilter,)
    creates, amends = in_project(CommitmentBody), CommitmentBody


class ActualCostRow(PartRow):
    class Meta:
        model = ActualCost
        fields = (*PART, *ACTUAL_COST)


class ActualCostBody(LineBody):
    class Meta:
        model = ActualCost
        fields = ACTUAL_COST


class ActualCosts(Lines):
    model, rows, filters = ActualCost, ActualCostRow, (ActualCostFilter,)
    creates, amends = in_project(ActualCostBody), ActualCostBody


class ForecastRow(PartRow):
    class Meta:
        model = Forecast
        fields = (*PART, *FORECAST)


class ForecastBody(LineBody):
    class Meta:
        model = Forecast
        fields = FORECAST


class Forecasts(Lines):
    model, rows, filters = Forecast, ForecastRow, (ForecastFilter,)
    creates, amends = in_project(ForecastBody), ForecastBody
