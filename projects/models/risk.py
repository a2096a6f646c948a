"""Risks."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.enums import RiskKind, RiskResponse, RiskState
from projects.models.part import ProjectPart

_RATED = [MinValueValidator(1), MaxValueValidator(5)]
SCORES = ("inherent_probability", "inherent_impact", "residual_probability", "residual_impact")


def _rating(label: object) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=_RATED)  # type: ignore[call-overload]


class Risk(ProjectPart):
    """A threat or an opportunity. Probability and impact are rated 1 to 5, or empty = not assessed (never "safe").

    The residual rating counts when both its parts are there, else the inherent one. A probability of 1…5 stands for
    10, 30, 50, 70, 90 % in exposure = probability × ``cost_impact`` (in the project's currency).
    """

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("cause, event, effect"), blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=RiskKind, default=RiskKind.THREAT)
    state = models.CharField(_("state"), max_length=10, choices=RiskState, default=RiskState.OPEN)
    inherent_probability = _rating(_("inherent probability"))
    inherent_impact = _rating(_("inherent impact"))
    residual_probability = _rating(_("residual probability"))
    residual_impact = _rating(_("residual impact"))
    cost_impact = models.DecimalField(_("cost impact"), max_digits=20, decimal_places=6, null=True, blank=True)
    response = models.CharField(_("response"), max_length=10, choices=RiskResponse, blank=True)
    response_plan = models.TextField(_("response plan"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="risks", null=True, blank=True, verbose_name=_("owner")
    )
    raised_on = models.DateField(_("raised on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)

    class Meta:
        ordering = ["-raised_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{name: None}) | Q(**{f"{name}__range": (1, 5)}), name=f"risk_{name}_1_to_5"
            )
            for name in SCORES
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rating(self) -> tuple[int, int] | None:
        """(probability, impact) in force, or None when not assessed."""
        if self.residual_probability and self.residual_impact:
            return self.residual_probability, self.residual_impact
        if self.inherent_probability and self.inherent_impact:
            return self.inherent_probability, self.inherent_impact
        return None

    @property
    def score(self) -> int | None:
        """Probability × impact, 1 to 25, or None when not assessed."""
        return self.rating[0] * self.rating[1] if self.rating else None
