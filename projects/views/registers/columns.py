"""The columns of each register."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.views.tables import Column


def _of_project(entry: Any) -> Any:
    return entry.project


def _choice(key: str, label: Any, *, sort: bool = True) -> Column:
    read = f"get_{key}_display"
    return Column(key, label, "choice", lambda entry: getattr(entry, read)(), (key,) if sort else ())


def _plain(key: str, label: Any, kind: str, *, shown: bool = True) -> Column:
    sort = (key,) if kind != "text" else ()
    return Column(key, label, kind, lambda entry: getattr(entry, key), sort, shown)


def _owner(label: Any) -> Column:
    return Column("owner", label, "person", lambda entry: entry.owner, ("owner__last_name", "owner__first_name"))


def _cost(label: Any) -> Column:
    return Column(
        "cost_impact",
        label,
        "money",
        lambda entry: entry.cost_impact,
        ("cost_impact",),
        currency=lambda entry: entry.project.currency,
    )


def _slip(entry: Any) -> int | None:
    """Days late of a milestone; the database gives the difference of two dates as a duration."""
    return entry.slip.days if isinstance(entry.slip, timedelta) else None


TITLE = Column("title", _("Title"), "title", lambda entry: entry.title, ("title",))
PROJECT = Column("project", _("Project"), "project", _of_project, ("project__code",))
PLACES = (
    Column("programme", _("Programme"), "text", lambda e: e.project.programme, ("project__programme__code",), False),
    Column("portfolio", _("Portfolio"), "text", lambda e: e.project.portfolio, ("project__portfolio__code",), False),
)
DESCRIPTION = _plain("description", _("Description"), "long", shown=False)

RISKS = (
    TITLE,
    PROJECT,
    _choice("kind", _("Kind")),
    _choice("state", _("State")),
    Column("score", _("Score"), "score", lambda entry: entry.score, ("now_score",)),
    _cost(_("Cost impact")),
    _choice("response", _("Response")),
    _owner(_("Owner")),
    _plain("review_on", _("Review on"), "due"),
    _plain("raised_on", _("Raised on"), "day"),
    _plain("closed_on", _("Closed on"), "day", shown=False),
    Column("probability", _("Probability"), "number", lambda e: e.now_probability, ("now_probability",), False),
    Column("impact", _("Impact"), "number", lambda e: e.now_impact, ("now_impact",), False),
    DESCRIPTION,
    _plain("response_plan", _("Response plan"), "long", shown=False),
    *PLACES,
)
ISSUES = (
    TITLE,
    PROJECT,
    _choice("severity", _("Severity"), sort=False),
    _choice("state", _("State")),
    _owner(_("Owner")),
    _plain("raised_on", _("Raised on"), "day"),
    _plain("due_on", _("Due on"), "due"),
    _plain("closed_on", _("Closed on"), "day"),
    DESCRIPTION,
    *PLACES,
)
DECISIONS = (
    TITLE,
    PROJECT,
    _choice("state", _("State")),
    _owner(_("Decider")),
    _plain("asked_on", _("Asked on"), "day"),
    _plain("due_on", _("Due on"), "due"),
    _plain("taken_on", _("Taken on"), "day"),
    _plain("outcome", _("Outcome"), "long"),
    DESCRIPTION,
    *PLACES,
)
ACTIONS = (
    TITLE,
    PROJECT,
    _choice("state", _("State")),
    _owner(_("Owner")),
    _plain("opened_on", _("Opened on"), "day"),
    _plain("due_on", _("Due on"), "due"),
    _plain("closed_on", _("Closed on"), "day"),
    DESCRIPTION,
    *PLACES,
)
CHANGES = (
    TITLE,
    PROJECT,
    _choice("state", _("State")),
    _owner(_("Asked by")),
    _cost(_("Cost impact")),
    _plain("days_impact", _("Working days"), "number"),
    _plain("raised_on", _("Raised on"), "day"),
    _plain("decided_on", _("Decided on"), "day"),
    DESCRIPTION,
    *PLACES,
)
MILESTONES = (
    Column("name", _("Name"), "title", lambda entry: entry.name, ("name",)),
    PROJECT,
    _plain("gate", _("Gate"), "flag"),
    _plain("baseline", _("Baseline"), "day"),
    Column("forecast", _("Forecast"), "due", lambda entry: entry.forecast, ("forecast",)),
    Column("slip", _("Slip in days"), "days", _slip, ("slip",)),
    _plain("reached", _("Reached on"), "day"),
    *PLACES,
)
