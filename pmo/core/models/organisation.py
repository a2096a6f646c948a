"""The one organisation this installation serves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo.core.enums import SecondFactorFor, Stance


class Organisation(models.Model):
    """Its name, its reporting currency, its calendar and the stance of its office. There is one row, with id 1."""

    name = models.CharField(_("name"), max_length=200)
    reporting_currency = models.CharField(_("reporting currency"), max_length=3, default="EUR")
    fiscal_year_start_month = models.PositiveSmallIntegerField(_("fiscal year starts in month"), default=1)
    stance = models.CharField(_("stance of the office"), max_length=12, choices=Stance, default=Stance.CONTROLLING)
    country = models.CharField(_("country of the working calendar"), max_length=6, default="FR")
    second_factor_for = models.CharField(
        _("second factor asked of"), max_length=8, choices=SecondFactorFor, default=SecondFactorFor.NOBODY
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="organisation_is_one"),
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start_month__range=(1, 12)), name="organisation_fiscal_month"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Organisation":
        """The organisation, or an unsaved one with the defaults before the first set-up."""
        return cls.objects.filter(pk=1).first() or cls(pk=1, name="Vigie")
