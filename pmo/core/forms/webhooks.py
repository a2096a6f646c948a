"""Forms of webhooks."""

import re
from functools import lru_cache
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pmo.core.engine.webhooks import is_pattern, object_name
from pmo.core.enums import DeliveryState
from pmo.core.forms.versioned import VersionedForm
from pmo.core.models import User, Webhook
from pmo.core.outbox import UNTOLD
from pmo.core.queries.people import active_people
from pmo.core.ui.audit_tags import KINDS, VERBS, kind_label


@lru_cache(maxsize=1)
def told_objects() -> dict[str, str]:
    """What events are about: the name in events, and the type in the audit trail."""
    return {object_name(apps.get_model(kind).__name__): kind for kind in KINDS if kind not in UNTOLD}


class WebhookForm(VersionedForm):
    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Gets a signed POST for each event. Redirects are not followed."),
    )
    events = forms.CharField(
        label=_("Events"),
        widget=forms.Textarea(attrs={"rows": 4}),
        initial="*",
        help_text=_("One a line: * for all, risk.* for all of one kind, project.edited for one event."),
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "events", "owner"]
        help_texts = {"owner": _("The webhook hears only of what this person may see.")}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["owner"].initial = by.pk
        if self.instance.pk:
            self.initial["events"] = "\n".join(self.instance.events)

    def clean_events(self) -> list[str]:
        """The patterns, each once; a name that no event will ever have is a slip."""
        patterns = list(dict.fromkeys(re.split(r"[\s,]+", self.cleaned_data["events"].strip())))
        for pattern in patterns:
            if not is_pattern(pattern) or not _is_known(pattern):
                raise ValidationError(_("There is no event “%(name)s”."), params={"name": pattern})
        return patterns


class DeliveryFilter(forms.Form):
    event = forms.CharField(label=_("Search by event"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *DeliveryState.choices])


def events_offered() -> list[tuple[str, str]]:
    """``(name, word)`` of each kind of object, for whoever writes patterns."""
    return [(name, kind_label(kind)) for name, kind in told_objects().items()]


def verbs_offered() -> list[tuple[str, str]]:
    """``(name, word)`` of each verb."""
    return [(verb.replace(" ", "_"), str(word)) for verb, word in VERBS.items()]


def _is_known(pattern: str) -> bool:
    name, _dot, verb = pattern.partition(".")
    if name == "*":
        return True
    return name in told_objects() and (verb == "*" or verb.replace("_", " ") in VERBS)
