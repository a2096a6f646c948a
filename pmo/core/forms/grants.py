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
from pmo.core.queries.scopes import grantable
from pmo.core.roles import Role

CODES = forms.Textarea(attrs={"rows": 2})
ONE_A_LINE = _("Codes, one a line.")


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
        found: Model | None = grantable(scope, self.user).filter(code=code).first()
        if found is None:
            raise ValidationError({"code": _("You manage no such object.")})
        return found


class GrantForm(forms.Form):
    """One role for several people and groups on several scopes; ``targets`` holds None for the organisation."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    users = forms.ModelMultipleChoiceField(
        label=_("People"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Ctrl and click to choose several."),
    )
    groups = forms.ModelMultipleChoiceField(label=_("Groups"), queryset=Group.objects.none(), required=False)
    organisation = forms.BooleanField(label=_("The whole organisation"), required=False)
    portfolios = forms.CharField(label=_("Portfolios"), required=False, widget=CODES, help_text=ONE_A_LINE)
    programmes = forms.CharField(label=_("Programmes"), required=False, widget=CODES, help_text=ONE_A_LINE)
    projects = forms.CharField(label=_("Projects"), required=False, widget=CODES, help_text=ONE_A_LINE)
    field_order = ["users", "groups", "role", "organisation", "portfolios", "programmes", "projects"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["users"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["groups"].queryset = Group.objects.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        targets: list[Model | None] = [None] if data.get("organisation") else []
        for scope in (Scope.PORTFOLIO, Scope.PROGRAMME, Scope.PROJECT):
            targets += self._named(scope, data.get(f"{scope.value}s", ""))
        if not data.get("users") and not data.get("groups"):
            self.add_error(None, _("Choose at least one person or group."))
        if not targets and not self.errors:
            self.add_error(None, _("Choose the organisation, or give at least one code."))
        return {**data, "targets": targets}

    def _named(self, scope: Scope, text: str) -> list[Model]:
        codes = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        found = list(grantable(scope, self.user).filter(code__in=codes).order_by("code")) if codes else []
        unknown = [code for code in codes if code not in {each.code for each in found}]
        if unknown:
            words = {"codes": ", ".join(unknown)}
            self.add_error(f"{scope.value}s", _("You manage nothing of this kind called %(codes)s.") % words)
        return found


class ReachForm(TargetForm):
    """Why does this person, or everybody, see this object?"""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )
    field_order = ["person", "scope", "code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.all()  # type: ignore[attr-defined]


class GrantFilter(forms.Form):
    q = forms.CharField(label=_("Search grants"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    scope = forms.ChoiceField(label=_("Scope"), required=False, choices=[("", _("All")), *Scope.choices])
