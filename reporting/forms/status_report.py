"""The form of a status report: a date, a health, a percentage and four texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.errors import DomainError
from projects.enums import Health
from projects.models import StatusReport

_TEXT = {"rows": 4}


class StatusReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything may be empty in a draft; publishing says what it misses. ``version`` is 0 before the first save."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = StatusReport
        fields = [
            "period_end",
            "declared_health",
            "health_reason",
            "progress",
            "achieved",
            "next_steps",
            "decisions_asked",
        ]
        widgets = {
            "declared_health": forms.RadioSelect(choices=Health.choices),
            "health_reason": forms.Textarea(attrs={"rows": 2}),
            "achieved": forms.Textarea(attrs=_TEXT),
            "next_steps": forms.Textarea(attrs=_TEXT),
            "decisions_asked": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        health: Any = self.fields["declared_health"]
        health.choices = Health.choices
        self.fields["progress"].widget.attrs |= {"min": 0, "max": 100, "step": "any"}
        self.fields["health_reason"].help_text = _("Asked for when the two differ.")

    def clean_progress(self) -> Any:
        progress = self.cleaned_data.get("progress")
        if progress is not None and not 0 <= progress <= 100:
            raise forms.ValidationError(_("Give a percentage from 0 to 100."))
        return progress

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def refuse(self, error: DomainError) -> None:
        """Show the refusal beside the field it names."""
        self.add_error(error.field if error.field in self.fields else None, error.message)
