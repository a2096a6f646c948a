"""Forms about groups."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmo.core.models import User
from pmo.core.queries.people import active_people


class GroupForm(forms.Form):
    """``opened_name`` is the name the person saw, in the place of a version."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    opened_name = forms.CharField(widget=forms.HiddenInput, required=False)

    def reopen(self, name: str) -> None:
        """After a conflict was shown: saving again replaces, now knowingly, the name stored meanwhile."""
        self.data = self.data.copy()
        self.data["opened_name"] = name  # type: ignore[index]


class GroupFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Search groups"), required=False)


class AddMembersForm(forms.Form):
    """People chosen from the list, typed by login or address, or both; ``people`` is all of them."""

    users = forms.ModelMultipleChoiceField(label=gettext_lazy("People"), queryset=User.objects.none(), required=False)
    logins = forms.CharField(
        label=gettext_lazy("Logins or addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line, such as a column copied from a spreadsheet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = active_people()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["people"] = [*data.get("users", []), *self._typed(data.get("logins", ""))]
        if not data["people"] and not self.errors:
            raise ValidationError(_("Choose at least one person."))
        return data

    def _typed(self, text: str) -> list[User]:
        lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        found = list(active_people().filter(Q(username__in=lines) | Q(email__in=lines)))
        known = {name for person in found for name in (person.username, person.email)}
        unknown = [line for line in lines if line not in known]
        if unknown:
            self.add_error("logins", _("Nobody active is called so: %(names)s.") % {"names": ", ".join(unknown)})
        return found


class RemoveMembersForm(forms.Form):
    users = forms.ModelMultipleChoiceField(label=gettext_lazy("People"), queryset=User.objects.all())
