"""Forms of the money of a project."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pmo.core.forms.versioned import VersionedForm
from projects.forms.amounts import plain_amounts
from projects.models import ActualCost, BudgetLine, Commitment, Forecast

_ABSENCE = ["missing", "missing_reason"]


class LineForm(VersionedForm):
    """An amount, or why there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain_amounts(self)
        self.fields["missing"].label = _("If there is no amount")
        self.fields["missing"].help_text = _("Only where the amount is left empty.")


class BudgetLineForm(LineForm):
    class Meta:
        model = BudgetLine
        fields = [
            "category",
            "label",
            "state",
            "approved_on",
            "period_label",
            "period_start",
            "period_end",
            "cost_type",
            "funding_source",
            "original",
            "current",
            "currency",
            *_ABSENCE,
        ]


class CommitmentForm(LineForm):
    class Meta:
        model = Commitment
        fields = [
            "reference",
            "supplier",
            "label",
            "ordered_on",
            "amount",
            "invoiced",
            "currency",
            "closed",
            *_ABSENCE,
        ]


class ActualCostForm(LineForm):
    class Meta:
        model = ActualCost
        fields = [
            "posting_date",
            "document",
            "supplier",
            "category",
            "cost_type",
            "funding_source",
            "amount",
            "currency",
            *_ABSENCE,
        ]


class ForecastForm(LineForm):
    class Meta:
        model = Forecast
        fields = ["kind", "made_on", "amount", "currency", "note", *_ABSENCE]
