"""Choices of reporting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeasureName(models.TextChoices):
    """The measures by the names of the catalogue (:mod:`reporting.engine.measures`), with their words for screens."""

    APPROVED_BUDGET = "approved_budget", _("Approved budget")
    ORIGINAL_BUDGET = "original_budget", _("Original budget")
    PLANNED_SPEND = "planned_spend", _("Planned spending")
    COMMITTED = "committed", _("Committed")
    AC = "AC", _("Actual cost (AC)")
    BAC = "BAC", _("Budget at completion (BAC)")
    PV = "PV", _("Planned value (PV)")
    EV = "EV", _("Earned value (EV)")
    CV = "CV", _("Cost variance (CV)")
    SV = "SV", _("Schedule variance (SV)")
    EAC = "EAC", _("Estimate at completion (EAC)")
    ETC = "ETC", _("Estimate to complete (ETC)")
    VAC = "VAC", _("Variance at completion (VAC)")
    WHOLE_LIFE_COST = "whole_life_cost", _("Whole-life cost")
    BENEFITS = "benefits", _("Planned benefits")
    THREAT_EXPOSURE = "threat_exposure", _("Threat exposure")
    OPPORTUNITY_EXPOSURE = "opportunity_exposure", _("Opportunity exposure")
    MILESTONES_DUE = "milestones_due", _("Milestones due")
    MILESTONES_LATE = "milestones_late", _("Milestones late")
    MILESTONES_MISSED = "milestones_missed", _("Milestones missed")
    OPEN_ISSUES = "open_issues", _("Open issues")
    OVERDUE_ACTIONS = "overdue_actions", _("Overdue actions")
    PENDING_CHANGES = "pending_changes", _("Pending changes")
    PENDING_DECISIONS = "pending_decisions", _("Decisions awaited")
    OPEN_THREATS = "open_threats", _("Open threats")
    UNASSESSED_RISKS = "unassessed_risks", _("Risks not assessed")
    CPI = "CPI", _("Cost performance (CPI)")
    SPI = "SPI", _("Schedule performance (SPI)")
    TCPI = "TCPI", _("To-complete index to BAC (TCPI)")
    TCPI_EAC = "TCPI_EAC", _("To-complete index to EAC (TCPI)")
    PROGRESS = "progress", _("Progress")
    EXPECTED_PROGRESS = "expected_progress", _("Expected progress")
    DATA_QUALITY = "data_quality", _("Data quality")
    FINISH_VARIANCE = "finish_variance", _("Finish variance, working days")
    REPORT_AGE = "report_age", _("Age of the last report, days")


class Dimension(models.TextChoices):
    """What health looks at."""

    SCHEDULE = "schedule", _("Schedule")
    COST = "cost", _("Cost")
    SCOPE = "scope", _("Scope")
    RISKS = "risks", _("Risks")
    RESOURCES = "resources", _("Resources")
    QUALITY = "quality", _("Quality")
