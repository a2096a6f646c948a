"""The form of a status report: a date, a health, a percentage and four texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.forms.versioned import VersionedForm
from projects.enums import Health
from projects.models import StatusReport

_TEXT = {"rows": 4}


class StatusReportForm(VersionedForm):
    """Everything may be empty in a draft; publishing says what it misses. A draft not begun yet has no version."""

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
