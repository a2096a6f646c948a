"""Naming a list to find it again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.models import SavedView


class SavedViewForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name for the query string of a list."""

    class Meta:
        model = SavedView
        fields = ["name", "shared", "query", "page"]
        widgets = {"query": forms.HiddenInput, "page": forms.HiddenInput}
        help_texts = {"shared": _("Each reader sees only what they may see.")}
