"""Forms of rows that several people edit: they carry the version that was opened and can show both values."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.models import ModelChoiceField
from django.utils.translation import gettext as _

from pmo.core.errors import DomainError, EditConflict
from pmo.core.models import User


@dataclass(frozen=True)
class Contested:
    """One field that two people wrote, as each sees it."""

    label: str
    mine: str
    theirs: str


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A model form whose hidden ``version`` is the stored one at the time of opening; 0 for a new row."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    contested: tuple[Contested, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0

    @property
    def values(self) -> dict[str, Any]:
        """What the person wrote, ready for an action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def opened_version(self) -> int:
        return self.cleaned_data.get("version") or 0

    def refuse(self, error: DomainError, stored_version: int | None = None) -> None:
        """Show the refusal where it belongs; after a conflict, both values, and the next save is over the new one."""
        if isinstance(error, EditConflict):
            self.contested = tuple(self._contested(name, value) for name, value in error.theirs.items())
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(stored_version)
        self.add_error(error.field if error.field in self.fields else None, error.message)

    def _contested(self, name: str, theirs: Any) -> Contested:
        field = self.fields.get(name)
        label = field.label if field is not None else self._meta.model._meta.get_field(name).verbose_name
        return Contested(str(label), _written(field, self.cleaned_data.get(name)), _written(field, theirs))


def _written(field: forms.Field | None, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, ModelChoiceField):
        return str(dict(field.choices).get(str(value), value))  # type: ignore[arg-type]
    return str(value)


def limit_people(form: forms.BaseForm, *names: str) -> None:
    """Offer people who are here, and whoever holds the place already."""
    for name in names:
        if name in form.fields:
            field: Any = form.fields[name]
            field.queryset = User.objects.filter(is_active=True) | User.objects.filter(
                pk=getattr(form.instance, f"{name}_id", None)  # type: ignore[attr-defined]
            )
