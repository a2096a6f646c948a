"""Forms of the money of a project."""

from typing import Any

from django import forms
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

    def clean_currency(self) -> str:
        """ISO 4217: three letters."""
        code = str(self.cleaned_data["currency"]).strip().upper()
        if len(code) != 3 or not code.isalpha():
            raise forms.ValidationError(_("Give the three letters of a currency, such as EUR."))
        return code


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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if (start is None) != (end is None):
            self.add_error("period_end" if start else "period_start", _("Give both ends of the period, or neither."))
        elif start and end < start:
            self.add_error("period_end", _("The period ends before it starts."))
        return cleaned


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
