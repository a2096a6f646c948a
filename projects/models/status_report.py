"""Status reports."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.enums import Health, ReportState
from projects.models.part import ProjectPart


class StatusReport(ProjectPart):
    """The manager's dated statement. A draft may change; a published report never does.

    ``evidence`` is the figures shown when it was published (measures, milestones moved, computed health per dimension),
    kept as JSON so that the report reads the same for ever. ``progress`` is percent complete, 0 to 100.
    """

    period_end = models.DateField(_("as of"))
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.DRAFT)
    declared_health = models.CharField(_("declared health"), max_length=5, choices=Health, blank=True)
    health_reason = models.TextField(_("why it differs from the computed health"), blank=True)
    progress = models.DecimalField(_("percent complete"), max_digits=5, decimal_places=2, null=True, blank=True)
    achieved = models.TextField(_("what changed"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    decisions_asked = models.TextField(_("decisions asked"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="status_reports", null=True, verbose_name=_("author")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    evidence = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-period_end", "-pk"]
        indexes = [models.Index(fields=["project", "state", "period_end"], name="report_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None) | Q(state="published", published_at__isnull=False),
                name="report_published_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__range=(0, 100)), name="report_progress_percent"
            ),
            models.UniqueConstraint(fields=["project"], condition=Q(state="draft"), name="report_one_draft_a_project"),
        ]

    def clean(self) -> None:
        """:raises ValidationError: for more than all, or less than nothing."""
        if self.progress is not None and not 0 <= self.progress <= 100:
            raise ValidationError({"progress": _("Give a percentage from 0 to 100.")})

    def __str__(self) -> str:
        return f"{self.project.code} {self.period_end}"
