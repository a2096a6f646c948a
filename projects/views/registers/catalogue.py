"""The registers: one short description each, from which the list and the forms are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.filters.register import (
    ActionFilter,
    ChangeFilter,
    DecisionFilter,
    IssueFilter,
    MilestoneFilter,
    RegisterFilter,
    RiskFilter,
)
from projects.forms.register import (
    ActionForm,
    ChangeForm,
    DecisionForm,
    EntryForm,
    IssueForm,
    MilestoneForm,
    RiskForm,
)
from projects.models import Action, ChangeRequest, Decision, Issue, Milestone, ProjectPart, Risk
from projects.views.registers import columns
from projects.views.tables import Column


@dataclass(frozen=True)
class Register:
    """A register as its pages need it. ``begun`` is the field that a new entry fills with today."""

    slug: str
    model: type[ProjectPart]
    filters: type[RegisterFilter]
    form: type[EntryForm]
    columns: Sequence[Column]
    title: Any
    add: Any
    edit: Any
    empty: Any
    icon: str
    begun: str = ""


REGISTERS: dict[str, Register] = {
    register.slug: register
    for register in (
        Register(
            "risks",
            Risk,
            RiskFilter,
            RiskForm,
            columns.RISKS,
            _("Risks"),
            _("New risk"),
            _("Edit the risk"),
            _("What could go wrong, or better than planned? Write it down while it can still be handled."),
            "shield-alert",
            "raised_on",
        ),
        Register(
            "issues",
            Issue,
            IssueFilter,
            IssueForm,
            columns.ISSUES,
            _("Issues"),
            _("New issue"),
            _("Edit the issue"),
            _("What has happened and needs handling is written here, with who handles it."),
            "octagon-alert",
            "raised_on",
        ),
        Register(
            "decisions",
            Decision,
            DecisionFilter,
            DecisionForm,
            columns.DECISIONS,
            _("Decisions"),
            _("New decision"),
            _("Edit the decision"),
            _("Ask for a decision: the question, the options, who decides and by when."),
            "gavel",
            "asked_on",
        ),
        Register(
            "actions",
            Action,
            ActionFilter,
            ActionForm,
            columns.ACTIONS,
            _("Actions"),
            _("New action"),
            _("Edit the action"),
            _("Who does what by when? One owner and one date each."),
            "list-checks",
            "opened_on",
        ),
        Register(
            "changes",
            ChangeRequest,
            ChangeFilter,
            ChangeForm,
            columns.CHANGES,
            _("Change requests"),
            _("New change request"),
            _("Edit the change request"),
            _("A change to scope, cost or dates is asked here before it is made."),
            "git-pull-request-arrow",
            "raised_on",
        ),
        Register(
            "milestones",
            Milestone,
            MilestoneFilter,
            MilestoneForm,
            columns.MILESTONES,
            _("Milestones"),
            _("New milestone"),
            _("Edit the milestone"),
            _("The points of the plan: where they were agreed, where they are expected now."),
            "milestone",
        ),
    )
}
