"""Forms of KPIs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.access import Permission
from pmo.core.forms.versioned import VersionedForm
from pmo.core.models import User
from pmo.core.queries.people import active_people
from portfolio.models import Portfolio
from reporting.models import Kpi


class KpiForm(VersionedForm):
    class Meta:
        model = Kpi
        fields = [
            "code",
            "name",
            "name_fr",
            "formula",
            "unit",
            "owner",
            "direction",
            "frequency",
            "target",
            "amber",
            "red",
            "description",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "formula": _("Arithmetic over measures, such as EAC / approved_budget; empty when measured by hand."),
            "unit": _("Written after the value, such as % (for 100 * EAC / BAC), days or kt; “money” shows an amount."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined]


class MeasurementForm(forms.Form):
    """A value, or the reason why there is none. Not a model form: a value of the same day is replaced."""

    on = forms.DateField(label=_("Measured on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    value = forms.DecimalField(label=_("Value"), max_digits=20, decimal_places=6, required=False)
    portfolio = forms.ModelChoiceField(
        label=_("Scope"), queryset=Portfolio.objects.none(), required=False, empty_label=_("Organisation")
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("Where the value comes from; without a value, why there is none."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["portfolio"].queryset = Portfolio.objects.visible_to(user, Permission.VIEW)  # type: ignore[attr-defined]


class ScopeForm(forms.Form):
    """The organisation or a portfolio in sight."""

    scope = forms.ChoiceField(label=_("Scope"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        portfolios = Portfolio.objects.visible_to(user)
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            ("", _("Organisation")),
            *((f"portfolio:{portfolio.code}", portfolio.name) for portfolio in portfolios),
        ]
