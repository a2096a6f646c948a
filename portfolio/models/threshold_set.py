"""Threshold sets."""

from decimal import Decimal as D

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo.core.models import Record


def _threshold(label: object, default: str, help_text: object = "") -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(label, max_digits=9, decimal_places=4, default=D(default), help_text=help_text)  # type: ignore[arg-type]


class ThresholdSet(Record):
    """Where amber and red begin, per dimension (defaults of the published rules). Shares are fractions: 0.05 = 5 %."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    cost_overrun_amber = _threshold(_("EAC over budget, amber"), "0.05")
    cost_overrun_red = _threshold(_("EAC over budget, red"), "0.10")
    cpi_amber = _threshold(_("CPI below, amber"), "0.95")
    cpi_red = _threshold(_("CPI below, red"), "0.90")
    spi_amber = _threshold(_("SPI below, amber"), "0.95")
    spi_red = _threshold(_("SPI below, red"), "0.90")
    finish_days_amber = _threshold(_("finish variance in working days, amber"), "5")
    finish_days_red = _threshold(_("finish variance in working days, red"), "20")
    risk_score_amber = _threshold(_("risk score from, amber"), "12")
    risk_score_red = _threshold(_("risk score from, red"), "20")
    exposure_amber = _threshold(_("exposure over contingency, amber"), "0.50")
    exposure_red = _threshold(_("exposure over contingency, red"), "1")
    scope_amber = _threshold(_("pending changes over BAC, amber"), "0.05")
    scope_red = _threshold(_("pending changes over BAC, red"), "0.10")
    hysteresis = _threshold(_("hysteresis"), "0.10", _("Better by this share before a better colour returns."))
    grace_days = models.PositiveSmallIntegerField(_("days of grace for a report"), default=10)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
