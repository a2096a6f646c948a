"""The form of a threshold set."""

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo.core.forms.versioned import VersionedForm
from portfolio.models import ThresholdSet

PAIRS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Cost"), ("cost_overrun", "cpi")),
    (_("Schedule"), ("finish_days", "spi")),
    (_("Risks"), ("risk_score", "exposure")),
    (_("Scope"), ("scope",)),
)


class ThresholdSetForm(VersionedForm):
    class Meta:
        model = ThresholdSet
        fields = [
            "name",
            *[f"{n}_{c}" for _d, ns in PAIRS for n in ns for c in ("amber", "red")],
            "hysteresis",
            "grace_days",
        ]

    @property
    def groups(self) -> list[tuple[str | Promise, list[BoundField]]]:
        """The thresholds by dimension of health, amber before red."""
        return [(title, [self[f"{n}_{c}"] for n in names for c in ("amber", "red")]) for title, names in PAIRS]
