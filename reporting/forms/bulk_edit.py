"""One change for many projects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.access import Permission
from pmo.core.models import User
from projects.enums import Phase, Priority, ProjectStatus
from projects.models import Project

UNCHANGED = [("", _("Unchanged"))]


class BulkEditForm(forms.Form):
    """The projects ticked, and what to set on all of them; a field left empty changes nothing."""

    project = forms.ModelMultipleChoiceField(Project.objects.none(), to_field_name="uuid", label=_("Projects"))
    status = forms.ChoiceField(choices=UNCHANGED + ProjectStatus.choices, required=False, label=_("Status"))
    phase = forms.ChoiceField(choices=UNCHANGED + Phase.choices, required=False, label=_("Phase"))
    priority = forms.ChoiceField(choices=UNCHANGED + Priority.choices, required=False, label=_("Priority"))
    manager = forms.ModelChoiceField(
        User.objects.filter(is_active=True), required=False, label=_("Manager"), empty_label=_("Unchanged")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editable = Project.objects.visible_to(user, Permission.EDIT_PROJECT)
        self.fields["project"].queryset = editable  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.values():
            self.add_error(None, _("Choose what to change."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was chosen, for the action."""
        names = ("status", "phase", "priority", "manager")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
