"""The form of a portfolio."""

from typing import Any

from django import forms

from pmo.core.access import Permission
from pmo.core.forms.versioned import VersionedForm
from pmo.core.models import User
from pmo.core.queries.people import active_people
from portfolio.models import Portfolio, ThresholdSet


class PortfolioForm(VersionedForm):
    """Parents are those the person may edit; the present one stays offered even where they may not."""

    class Meta:
        model = Portfolio
        fields = ["code", "name", "parent", "owner", "thresholds", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Portfolio.objects.visible_to(user, Permission.EDIT_PORTFOLIO)
        if self.instance.pk:
            offered = offered.exclude(path__startswith=self.instance.path)
            offered = offered | Portfolio.objects.filter(pk=self.instance.parent_id)
        self.fields["parent"].queryset = offered.order_by("name")  # type: ignore[attr-defined]
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["thresholds"].queryset = ThresholdSet.objects.all()  # type: ignore[attr-defined]

    def validate_constraints(self) -> None:
        """``path`` is the action's matter; it is empty until the row has its id."""
