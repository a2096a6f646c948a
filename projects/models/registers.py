"""The plain registers: issues, decisions, actions, change requests."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.enums import ChangeState, DecisionState, EntryState, Priority
from projects.models.part import ProjectPart


def _person(label: object, related_name: str) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name=related_name, null=True, blank=True, verbose_name=label
    )


class Issue(ProjectPart):
    """Something that has happened and needs handling."""

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Priority, default=Priority.MEDIUM)
    state = models.CharField(_("state"), max_length=12, choices=EntryState, default=EntryState.OPEN)
    owner = _person(_("owner"), "issues")
    raised_on = models.DateField(_("raised on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering = ["-raised_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Decision(ProjectPart):
    """A choice asked of somebody, and the answer."""

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("question and options"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.PENDING)
    owner = _person(_("decider"), "decisions")
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Action(ProjectPart):
    """Something one person has to do by a date."""

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=EntryState, default=EntryState.OPEN)
    owner = _person(_("owner"), "actions")
    opened_on = models.DateField(_("opened on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class ChangeRequest(ProjectPart):
    """A change asked to scope, cost or dates; impacts are in the project's currency and in working days."""

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ChangeState, default=ChangeState.SUBMITTED)
    owner = _person(_("asked by"), "change_requests")
    raised_on = models.DateField(_("raised on"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    cost_impact = models.DecimalField(_("cost impact"), max_digits=20, decimal_places=6, null=True, blank=True)
    days_impact = models.IntegerField(_("impact in working days"), null=True, blank=True)

    class Meta:
        ordering = ["-raised_on", "pk"]

    def __str__(self) -> str:
        return self.title
