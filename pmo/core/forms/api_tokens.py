"""The form of a new token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.models import TokenAccess


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The program that will use it."))
    access = forms.ChoiceField(
        label=_("Access"),
        choices=TokenAccess.choices,
        help_text=_("Within what you may do yourself, never beyond."),
    )
    days = forms.TypedChoiceField(
        label=_("Ends after"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("365 days"))],
        initial=90,
    )
