"""The form of a programme."""

from typing import Any

from django import forms

from pmo.core.access import Permission
from pmo.core.forms.versioned import VersionedForm
from pmo.core.models import User
from pmo.core.queries.people import active_people
from portfolio.models import Portfolio, Programme


class ProgrammeForm(VersionedForm):
    class Meta:
        model = Programme
        fields = ["code", "name", "portfolio", "owner", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Portfolio.objects.visible_to(user, Permission.EDIT_PORTFOLIO)
        if self.instance.pk:
            offered = offered | Portfolio.objects.filter(pk=self.instance.portfolio_id)
        self.fields["portfolio"].queryset = offered.order_by("name")  # type: ignore[attr-defined]
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined]
