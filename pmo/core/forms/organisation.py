"""Forms of the organisation's settings and its exchange rates."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from pmo.core.models import Organisation

CURRENCY = RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as EUR."))


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    fiscal_year_start_month = forms.TypedChoiceField(
        label=_("Fiscal year starts in"), choices=list(MONTHS.items()), coerce=int
    )

    class Meta:
        model = Organisation
        fields = ["name", "reporting_currency", "fiscal_year_start_month", "stance", "country", "second_factor_for"]
        help_texts = {
            "stance": _("What a broken rule does: a hint, a question for the reason, or a stop."),
            "country": _("Such as FR, or GB-ENG with its part. Public holidays there are not worked."),
            "second_factor_for": _("An authenticator app or a passkey. Who owes one sets it up before anything else."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reporting_currency"].validators.append(CURRENCY)


class RateForm(forms.Form):
    """Not a model form: a rate of a day that is there already is replaced, which a model form would refuse."""

    currency = forms.CharField(label=_("Currency"), validators=[CURRENCY])
    on = forms.DateField(label=_("Published on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    per_euro = forms.DecimalField(label=_("Units for 1 €"), max_digits=20, decimal_places=8)
    source = forms.CharField(label=_("Source"), max_length=60, required=False)

    def clean_per_euro(self) -> Decimal:
        value: Decimal = self.cleaned_data["per_euro"]
        if value <= 0:
            raise forms.ValidationError(_("A rate is greater than 0."))
        return value

    def clean_currency(self) -> str:
        if self.cleaned_data["currency"] == "EUR":
            raise forms.ValidationError(_("Rates are in units for one euro; the euro itself needs none."))
        return str(self.cleaned_data["currency"])
