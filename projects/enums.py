"""Choices of delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Methodology(models.TextChoices):
    WATERFALL = "waterfall", _("Waterfall / V-model")
    PRINCE2 = "prince2", "PRINCE2"
    PMBOK = "pmbok", "PMBOK"
    SCRUM = "scrum", "Scrum"
    KANBAN = "kanban", "Kanban"
    LEAN = "lean", "Lean"
    HYBRID = "hybrid", _("Hybrid")


class ProjectStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    ON_HOLD = "on_hold", _("On hold")
    STOPPED = "stopped", _("Stopped")
    CLOSED = "closed", _("Closed")


class Phase(models.TextChoices):
    INITIATION = "initiation", _("Initiation")
    PLANNING = "planning", _("Planning")
    EXECUTION = "execution", _("Execution")
    ACCEPTANCE = "acceptance", _("Acceptance")
    CLOSURE = "closure", _("Closure")


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


class Health(models.TextChoices):
    """Grey means not known or not updated; it is never a mild green."""

    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")
    GREY = "grey", _("Not known")


class ReportingCycle(models.TextChoices):
    """How often a status report is due. ``none`` = the project owes none, so nothing goes stale."""

    NONE = "none", _("None")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")


class EacMethod(models.TextChoices):
    MANAGER = "manager", _("Manager's forecast")
    TYPICAL = "typical", _("Typical: BAC / CPI")
    ATYPICAL = "atypical", _("Atypical: AC + (BAC − EV)")
    COMBINED = "combined", _("Combined: AC + (BAC − EV) / (CPI × SPI)")


class BudgetState(models.TextChoices):
    """Only approved lines make the approved budget; planned lines are the spending plan by period and source."""

    PLANNED = "planned", _("Planned")
    APPROVED = "approved", _("Approved")


class CostType(models.TextChoices):
    CAPEX = "capex", "CAPEX"
    OPEX = "opex", "OPEX"
    UNSPECIFIED = "unspecified", _("Not specified")


class ForecastKind(models.TextChoices):
    EAC = "eac", _("Estimate at completion")
    ETC = "etc", _("Estimate to complete")
    WHOLE_LIFE_COST = "whole_life_cost", _("Whole-life cost")
    BENEFITS = "benefits", _("Whole-life benefits")


class RiskKind(models.TextChoices):
    THREAT = "threat", _("Threat")
    OPPORTUNITY = "opportunity", _("Opportunity")


class RiskResponse(models.TextChoices):
    AVOID = "avoid", _("Avoid / exploit")
    REDUCE = "reduce", _("Reduce / enhance")
    TRANSFER = "transfer", _("Transfer / share")
    ACCEPT = "accept", _("Accept")


class RiskState(models.TextChoices):
    OPEN = "open", _("Open")
    OCCURRED = "occurred", _("Occurred")
    CLOSED = "closed", _("Closed")


class EntryState(models.TextChoices):
    """State of an issue or an action."""

    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    CLOSED = "closed", _("Closed")


class DecisionState(models.TextChoices):
    PENDING = "pending", _("Awaited")
    TAKEN = "taken", _("Taken")
    DROPPED = "dropped", _("Dropped")


class ChangeState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
