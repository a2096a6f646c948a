"""Typed or imported exchange rates. The ECB history comes from a package: see pmo.core.currency."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExchangeRate(models.Model):
    """Units of ``currency`` for one euro, published on ``on``. It wins over the ECB's of the same or an earlier day."""

    currency = models.CharField(_("currency"), max_length=3)
    on = models.DateField(_("published on"))
    per_euro = models.DecimalField(_("units for 1 €"), max_digits=20, decimal_places=8)
    source = models.CharField(_("source"), max_length=60, blank=True)

    class Meta:
        ordering = ["currency", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "on"], name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=models.Q(per_euro__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"1 EUR = {self.per_euro} {self.currency} ({self.on})"
