"""Forms that carry the version they were opened with, and tell what a refusal means."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from pmo.core.errors import DomainError, EditConflict


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form over a record; ``values`` is what an action takes. The form itself is never saved."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def show_refusal(form: forms.BaseForm, error: DomainError, stored: Model | None = None) -> None:
    """Put the refusal where the person can act on it.

    After a conflict each contested field shows the stored value beside the typed one, and saving again, now knowingly,
    replaces it.
    """
    if not isinstance(error, EditConflict):
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return
    form.add_error(None, f"{error.message} " + _("Compare the values below, then save again to keep yours."))
    for name, value in error.theirs.items():
        field = form.fields.get(name)
        form.add_error(name if field else None, _("Stored meanwhile: %(value)s") % {"value": _written(field, value)})
    if stored is not None:
        form.data = form.data.copy()
        form.data["version"] = str(stored.version)  # type: ignore[attr-defined,index]


def _written(field: forms.Field | None, value: Any) -> str:
    """The stored value in the words of its field: the label of a choice, yes or no, a dash for nothing."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = [] if isinstance(field, forms.ModelChoiceField) else getattr(field, "choices", [])
    return str(dict(choices).get(value, value))
