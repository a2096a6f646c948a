"""The project: what everything else hangs from."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pmo.core.access import project_reach
from pmo.core.models import Record, User
from pmo.core.roles import Permission
from projects.enums import EacMethod, Health, Methodology, Phase, Priority, ProjectStatus, ReportingCycle


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User | None, permission: Permission = Permission.VIEW) -> "ProjectQuerySet":
        """The projects this person may do this to; the only gate to lists, details, totals, exports and search."""
        return self.filter(project_reach(user, permission))

    def within(self, portfolio_path: str) -> "ProjectQuerySet":
        """Projects of a portfolio and of those nested in it."""
        return self.filter(portfolio__path__startswith=portfolio_path)


class Project(Record):
    """A temporary endeavour with a sponsor, a manager, a methodology, a budget and a plan.

    ``portfolio`` is always set; with a programme it is the programme's. ``absences`` says why a field is empty:
    ``{"start": {"kind": "withheld", "reason": "Exempt under Section 35"}}``.
    """

    code = models.CharField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    portfolio = models.ForeignKey(
        "portfolio.Portfolio", models.PROTECT, related_name="projects", verbose_name=_("portfolio")
    )
    programme = models.ForeignKey(
        "portfolio.Programme",
        models.PROTECT,
        related_name="projects",
        null=True,
        blank=True,
        verbose_name=_("programme"),
    )
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sponsored",
        null=True,
        blank=True,
        verbose_name=_("sponsor"),
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="managed",
        null=True,
        blank=True,
        verbose_name=_("manager"),
    )
    methodology = models.CharField(_("methodology"), max_length=12, choices=Methodology, default=Methodology.HYBRID)
    status = models.CharField(_("status"), max_length=10, choices=ProjectStatus, default=ProjectStatus.ACTIVE)
    phase = models.CharField(_("phase"), max_length=12, choices=Phase, default=Phase.EXECUTION)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.MEDIUM)
    start = models.DateField(_("start"), null=True, blank=True)
    finish = models.DateField(_("finish"), null=True, blank=True, help_text=_("The finish as forecast today."))
    baseline_finish = models.DateField(_("baseline finish"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    confidential = models.BooleanField(_("confidential"), default=False)
    strategic_value = models.PositiveSmallIntegerField(_("strategic value (0–10)"), null=True, blank=True)
    declared_health = models.CharField(_("declared health"), max_length=5, choices=Health, blank=True, default="")
    declared_on = models.DateField(_("declared on"), null=True, blank=True)
    eac_method = models.CharField(_("EAC method"), max_length=10, choices=EacMethod, default=EacMethod.MANAGER)
    reporting_cycle = models.CharField(
        _("status reports due"), max_length=10, choices=ReportingCycle, default=ReportingCycle.MONTHLY
    )
    contingency = models.DecimalField(_("contingency"), max_digits=20, decimal_places=6, null=True, blank=True)
    absences = models.JSONField(_("why fields are empty"), default=dict, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["source", "external_id"], name="project_by_source"),
            models.Index(fields=["portfolio", "programme"], name="project_by_parent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None) | Q(finish=None) | Q(finish__gte=F("start")), name="project_finish_after_start"
            ),
            models.CheckConstraint(
                condition=Q(strategic_value=None) | Q(strategic_value__lte=10), name="project_value_to_ten"
            ),
        ]

    def clean(self) -> None:
        """:raises ValidationError: when it would end before it begins."""
        if self.start and self.finish and self.finish < self.start:
            raise ValidationError({"finish": _("The finish is before the start.")})

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
