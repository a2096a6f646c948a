"""KPIs: a safe formula over the measures, or a value taken by hand."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo.core.models import Record


class Direction(models.TextChoices):
    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")


class Frequency(models.TextChoices):
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    YEARLY = "yearly", _("Yearly")


class Kpi(Record):
    """``formula`` is arithmetic over the names of measures (``EAC / approved_budget``); empty = measured by hand."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True)
    formula = models.CharField(_("formula"), max_length=300, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="kpis", null=True, blank=True, verbose_name=_("owner")
    )
    direction = models.CharField(_("direction"), max_length=6, choices=Direction, default=Direction.HIGHER)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency, default=Frequency.MONTHLY)
    target = models.DecimalField(_("target"), max_digits=20, decimal_places=6, null=True, blank=True)
    amber = models.DecimalField(_("amber threshold"), max_digits=20, decimal_places=6, null=True, blank=True)
    red = models.DecimalField(_("red threshold"), max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class KpiValue(models.Model):
    """One point of a KPI's history, of the organisation or one portfolio. No ``value`` = not known, with its reason."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="values")
    portfolio = models.ForeignKey(
        "portfolio.Portfolio",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="kpi_values",
        verbose_name=_("portfolio"),
    )
    on = models.DateField(_("measured on"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6, null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "portfolio", "on"], condition=Q(portfolio__isnull=False), name="kpi_value_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["kpi", "on"], condition=Q(portfolio=None), name="kpi_value_of_organisation_once_a_day"
            ),
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(note=""), name="kpi_value_or_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi.code} {self.on}"
