"""The plain registers: issues, decisions, actions, change requests."""

from projects.api.v1.part import OWNED, PART, OwnedBody, OwnedRow, in_project
from projects.api.v1.register import Register
from projects.filters.register import ActionFilter, ChangeFilter, DecisionFilter, IssueFilter
from projects.models import Action, ChangeRequest, Decision, Issue

ISSUE = ("title", "description", "severity", "state", "raised_on", "due_on", "closed_on")
DECISION = ("title", "description", "state", "asked_on", "due_on", "taken_on", "outcome")
ACTION = ("title", "description", "state", "opened_on", "due_on", "closed_on")
CHANGE = ("title", "description", "state", "raised_on", "decided_on", "cost_impact", "days_impact")


class IssueRow(OwnedRow):
    class Meta:
        model = Issue
        fields = (*PART, *ISSUE, *OWNED)


class IssueBody(OwnedBody):
    class Meta:
        model = Issue
        fields = (*ISSUE, "owner")


class Issues(Register):
    model, rows, filters = Issue, IssueRow, (IssueFilter,)
    creates, amends = in_project(IssueBody), IssueBody


class DecisionRow(OwnedRow):
    class Meta:
        model = Decision
        fields = (*PART, *DECISION, *OWNED)


class DecisionBody(OwnedBody):
    class Meta:
        model = Decision
        fields = (*DECISION, "owner")


class Decisions(Register):
    """To answer a question takes the right to decide."""

    model, rows, filters = Decision, DecisionRow, (DecisionFilter,)
    creates, amends = in_project(DecisionBody), DecisionBody


class ActionRow(OwnedRow):
    class Meta:
        model = Action
        fields = (*PART, *ACTION, *OWNED)


class ActionBody(OwnedBody):
    class Meta:
        model = Action
        fields = (*ACTION, "owner")


class Actions(Register):
    model, rows, filters = Action, ActionRow, (ActionFilter,)
    creates, amends = in_project(ActionBody), ActionBody


class ChangeRequestRow(OwnedRow):
    class Meta:
        model = ChangeRequest
        fields = (*PART, *CHANGE, *OWNED)


class ChangeRequestBody(OwnedBody):
    class Meta:
        model = ChangeRequest
        fields = (*CHANGE, "owner")


class ChangeRequests(Register):
    """To approve or reject a change takes the right to decide."""

    model, rows, filters = ChangeRequest, ChangeRequestRow, (ChangeFilter,)
    creates, amends = in_project(ChangeRequestBody), ChangeRequestBody
