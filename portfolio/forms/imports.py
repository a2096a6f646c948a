"""Choosing a file and how to read it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.interop.available import profile_names


class ProfileForm(forms.Form):
    profile = forms.ChoiceField(label=_("Profile"), help_text=_("How the columns of this kind of file are read."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = profile_names()  # type: ignore[attr-defined]


class UploadForm(ProfileForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 50 MB and 200,000 rows."),
        allow_empty_file=True,  # the action says what is wrong with it, as it does on the command line
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt"}),
    )
    field_order = ("file", "profile")
