"""Forecasts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo.core.models import Amount, amount_is_number_or_reason
from projects.enums import ForecastKind
from projects.models.part import ProjectPart


class Forecast(ProjectPart, Amount):
    """A dated statement about a total: EAC, ETC, whole-life cost or benefits. The latest up to a date is in force."""

    kind = models.CharField(_("kind"), max_length=16, choices=ForecastKind)
    made_on = models.DateField(_("made on"))
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=6, null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["kind", "-made_on", "-pk"]
        indexes = [models.Index(fields=["project", "kind", "made_on"], name="forecast_by_date")]
        constraints = [amount_is_number_or_reason("forecast")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.made_on}"
