"""Forms of the registers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.forms.versioned import VersionedForm
from projects.actions.register import DECIDED_FIELDS, ENDINGS
from projects.forms.amounts import plain_amounts
from projects.forms.people import limit_people
from projects.models import Action, ChangeRequest, Decision, Issue, Milestone, Risk

_TEXT = forms.Textarea(attrs={"rows": 3})


class EntryForm(VersionedForm):
    """A form of one entry. ``projects``: where a new one may go; ``edits`` and ``decides``: the person's rights.

    Without ``decides`` an open question cannot be answered; without ``edits`` it can only be answered.
    """

    def __init__(
        self, *args: Any, projects: Any = None, edits: bool = True, decides: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        limit_people(self, "owner")
        plain_amounts(self)
        answers = DECIDED_FIELDS.get(self._meta.model, frozenset())
        if not decides and answers:
            self._withhold_answers(answers)
        if not edits:
            for name in set(self.fields) - answers - {"version"}:
                del self.fields[name]
        if self.instance.pk is None:
            project = forms.ModelChoiceField(projects, to_field_name="code", label=_("Project"))
            self.fields = {"project": project, **self.fields}

    def _withhold_answers(self, answers: frozenset[str]) -> None:
        for name in answers - {"state"}:
            del self.fields[name]
        state: Any = self.fields["state"]
        ended = ENDINGS[self._meta.model].states
        state.choices = [choice for choice in state.choices if choice[0] not in ended]


class RiskForm(EntryForm):
    class Meta:
        model = Risk
        fields = [
            "title",
            "kind",
            "state",
            "owner",
            "description",
            "inherent_probability",
            "inherent_impact",
            "residual_probability",
            "residual_impact",
            "cost_impact",
            "response",
            "response_plan",
            "raised_on",
            "review_on",
            "closed_on",
        ]
        widgets = {"description": _TEXT, "response_plan": _TEXT}
        help_texts = {
            "inherent_probability": _("1 to 5; empty means not assessed."),
            "cost_impact": _("In the project's currency."),
        }


class IssueForm(EntryForm):
    class Meta:
        model = Issue
        fields = ["title", "severity", "state", "owner", "description", "raised_on", "due_on", "closed_on"]
        widgets = {"description": _TEXT}


class DecisionForm(EntryForm):
    class Meta:
        model = Decision
        fields = ["title", "state", "owner", "description", "asked_on", "due_on", "taken_on", "outcome"]
        widgets = {"description": _TEXT, "outcome": _TEXT}


class ActionForm(EntryForm):
    class Meta:
        model = Action
        fields = ["title", "state", "owner", "description", "opened_on", "due_on", "closed_on"]
        widgets = {"description": _TEXT}


class ChangeForm(EntryForm):
    class Meta:
        model = ChangeRequest
        fields = ["title", "state", "owner", "description", "cost_impact", "days_impact", "raised_on", "decided_on"]
        widgets = {"description": _TEXT}
        help_texts = {"cost_impact": _("In the project's currency.")}


class MilestoneForm(EntryForm):
    class Meta:
        model = Milestone
        fields = ["name", "gate", "baseline", "forecast", "reached"]
