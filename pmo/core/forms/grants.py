"""Forms about grants."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from pmo.core.models import User
from pmo.core.models.grant import Scope
from pmo.core.queries.people import active_people
from pmo.core.queries.scopes import scope_model
from pmo.core.roles import Permission, Role


class TargetForm(forms.Form):
    """Names one object by its scope and code; only objects on which the person manages grants are found."""

    scope = forms.ChoiceField(label=_("Scope"), choices=Scope.choices)
    code = forms.CharField(
        label=_("Code"),
        required=False,
        help_text=_("Of the portfolio, programme or project; none for the organisation."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "scope" in data and "code" in data:
            data["target"] = self._target(Scope(data["scope"]), data["code"].strip())
        return data

    def _target(self, scope: Scope, code: str) -> Model | None:
        if scope is Scope.ORGANISATION:
            if code:
                raise ValidationError({"code": _("The organisation has no code: choose another scope or empty this.")})
            return None
        if not code:
            raise ValidationError({"code": _("Give the code of the object.")})
        objects = scope_model(scope).objects.visible_to(self.user, Permission.MANAGE_GRANTS)
        found: Model | None = objects.filter(code=code).first()
        if found is None:
            raise ValidationError({"code": _("You manage no such object.")})
        return found


class GrantForm(TargetForm):
    """One role for several people and groups on one scope."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    users = forms.ModelMultipleChoiceField(
        label=_("People"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Ctrl and click to choose several."),
    )
    groups = forms.ModelMultipleChoiceField(label=_("Groups"), queryset=Group.objects.none(), required=False)
    field_order = ["users", "groups", "role", "scope", "code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["groups"].queryset = Group.objects.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("users") and not data.get("groups"):
            raise ValidationError(_("Choose at least one person or group."))
        return data


class ReachForm(TargetForm):
    """Why does this person see this object?"""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    field_order = ["person", "scope", "code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.all()  # type: ignore[attr-defined]


class GrantFilter(forms.Form):
    q = forms.CharField(label=_("Search grants"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    scope = forms.ChoiceField(label=_("Scope"), required=False, choices=[("", _("All")), *Scope.choices])
