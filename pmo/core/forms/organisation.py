"""Forms of the organisation's settings and its exchange rates."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from pmo.core.models import ExchangeRate, Organisation

CURRENCY = RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as EUR."))


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    fiscal_year_start_month = forms.TypedChoiceField(
        label=_("fiscal year starts in"), choices=list(MONTHS.items()), coerce=int
    )

    class Meta:
        model = Organisation
        fields = ["name", "reporting_currency", "fiscal_year_start_month", "stance", "country"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reporting_currency"].validators.append(CURRENCY)


class RateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rate of a day that is there already is replaced, so the form does not refuse it."""

    class Meta:
        model = ExchangeRate
        fields = ["currency", "on", "per_euro", "source"]
        widgets = {"on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].validators.append(CURRENCY)

    def validate_unique(self) -> None:
        """Uniqueness is the action's matter."""

    def validate_constraints(self) -> None:
        """As above; the positive rate is checked by :meth:`clean_per_euro`."""

    def clean_per_euro(self) -> Any:
        value = self.cleaned_data["per_euro"]
        if value <= 0:
            raise forms.ValidationError(_("A rate is greater than 0."))
        return value

    def clean_currency(self) -> str:
        if self.cleaned_data["currency"] == "EUR":
            raise forms.ValidationError(_("Rates are in units for one euro; the euro itself needs none."))
        return str(self.cleaned_data["currency"])
