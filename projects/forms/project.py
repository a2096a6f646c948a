"""The form of a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.access import Permission
from pmo.core.forms.versioned import VersionedForm
from pmo.core.models import User
from projects.forms.amounts import plain_amounts
from projects.forms.people import limit_people
from projects.models import Project


class ProjectForm(VersionedForm):
    """``user`` limits where the project may stand; ``discloses`` whether they decide what is confidential."""

    class Meta:
        model = Project
        fields = [
            "code",
            "name",
            "description",
            "portfolio",
            "programme",
            "manager",
            "sponsor",
            "status",
            "phase",
            "priority",
            "methodology",
            "start",
            "finish",
            "baseline_finish",
            "currency",
            "contingency",
            "eac_method",
            "reporting_cycle",
            "strategic_value",
            "confidential",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"contingency": _("In the project's currency.")}

    def __init__(self, *args: Any, user: User, discloses: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_people(self, "manager", "sponsor")
        plain_amounts(self)
        for name in ("portfolio", "programme"):
            field: Any = self.fields[name]
            places = field.queryset.model.objects
            here = places.filter(pk=getattr(self.instance, f"{name}_id"))
            field.queryset = (places.visible_to(user, Permission.EDIT_PROJECT) | here).select_related(
                *(["portfolio"] if name == "programme" else [])
            )
        self.fields["portfolio"].required = False
        self.fields["portfolio"].help_text = _("Left empty, it is the programme's.")
        if not discloses:
            del self.fields["confidential"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("programme") and not cleaned.get("portfolio"):
            cleaned["portfolio"] = cleaned["programme"].portfolio
        return cleaned
