"""Facts: one row per project with every additive measure, current or of a closed period."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.enums import Health
from projects.models import Project


def amount() -> models.DecimalField:  # type: ignore[type-arg]
    """An amount in the project's currency; NULL is unknown or withheld, never 0."""
    return models.DecimalField(max_digits=24, decimal_places=6, null=True)


def count() -> models.PositiveIntegerField:  # type: ignore[type-arg]
    return models.PositiveIntegerField(default=0)


def health() -> models.CharField:  # type: ignore[type-arg]
    return models.CharField(max_length=5, choices=Health, default=Health.GREY)


class FactFields(models.Model):
    """What is known of a project at the close of ``as_of``.

    ``unknown`` and ``withheld`` map each amount that is not there to its reason. ``health`` is the one shown: declared
    where the manager stated one, else computed. ``progress`` is a share of 1. ``reporting_rate`` turns the project's
    currency into the organisation's, as published on ``rate_date``.
    """

    as_of = models.DateField(null=True)
    computed_at = models.DateTimeField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    reporting_rate = models.DecimalField(max_digits=24, decimal_places=12, null=True)
    rate_date = models.DateField(null=True)

    approved_budget = amount()
    original_budget = amount()
    planned_spend = amount()
    committed = amount()
    ac = amount()
    bac = amount()
    pv = amount()
    ev = amount()
    cv = amount()
    sv = amount()
    eac = amount()
    etc = amount()
    vac = amount()
    whole_life_cost = amount()
    benefits = amount()
    threat_exposure = amount()
    opportunity_exposure = amount()
    bac_is_baseline = models.BooleanField(default=False)

    milestones_due = count()
    milestones_late = count()
    milestones_missed = count()
    open_issues = count()
    overdue_actions = count()
    pending_changes = count()
    pending_decisions = count()
    open_threats = count()
    unassessed_risks = count()
    quality_passed = count()
    quality_applicable = count()

    progress = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    finish_variance_days = models.IntegerField(null=True)
    report_age_days = models.IntegerField(null=True)
    top_risk_score = models.PositiveSmallIntegerField(null=True)

    health_schedule = health()
    health_cost = health()
    health_scope = health()
    health_risks = health()
    health_resources = health()
    health_quality = health()
    computed_health = health()
    declared_health = models.CharField(max_length=5, choices=Health, blank=True, default="")
    health = health()
    stale = models.BooleanField(default=False)

    unknown = models.JSONField(default=dict)
    withheld = models.JSONField(default=dict)

    class Meta:
        abstract = True


class ProjectFact(FactFields):
    """The current facts of a project; recomputed from source whenever its data changes, and every day.

    ``stamp`` is another random number after each recomputation: what was made of facts is good while theirs stand.
    """

    project = models.OneToOneField(
        Project, models.CASCADE, primary_key=True, related_name="fact", verbose_name=_("project")
    )
    stamp = models.BigIntegerField(default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["health"], name="fact_by_health"),
            models.Index(fields=["as_of"], name="fact_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.as_of}"


class ProjectFactSnapshot(FactFields):
    """The facts of a closed period. Never changed: a correction is the next ``sequence``, with its reason."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="fact_snapshots", verbose_name=_("project"))
    period_end = models.DateField(_("period end"))
    sequence = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(_("reason of the correction"), max_length=500, blank=True)

    class Meta:
        ordering = ["project", "period_end", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["project", "period_end", "sequence"], name="snapshot_once_per_sequence"),
            models.CheckConstraint(condition=Q(sequence=1) | ~Q(reason=""), name="snapshot_correction_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.period_end} #{self.sequence}"
