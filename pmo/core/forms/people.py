"""Forms about people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.models import User

FIELDS = ["first_name", "last_name", "email", "job_title", "language"]


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = FIELDS


class NewPersonForm(PersonForm):
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters, not a common password."),
    )

    class Meta(PersonForm.Meta):
        fields = ["username", *FIELDS]


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class PersonFilter(forms.Form):
    q = forms.CharField(label=_("Search people"), required=False)
    active = forms.ChoiceField(
        label=_("Account"), required=False, choices=[("", _("All")), ("yes", _("Active")), ("no", _("Left"))]
    )
