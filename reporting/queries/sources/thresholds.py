"""Which thresholds judge which project."""

from dataclasses import dataclass

from portfolio.models import Portfolio, ThresholdSet
from reporting.engine.health import Limits, Thresholds


@dataclass(frozen=True)
class Rules:
    """Limits of health, and how many days a report may be late."""

    thresholds: Thresholds
    grace_days: int


def rules_by_portfolio() -> dict[int, Rules]:
    """The rules of each portfolio: its own set, else that of the nearest portfolio above it, else the defaults."""
    by_set = {chosen.pk: _rules(chosen) for chosen in ThresholdSet.objects.all()}
    default = _rules(ThresholdSet())
    portfolios = list(Portfolio.objects.order_by().values_list("pk", "path", "thresholds_id"))
    own = {pk: thresholds for pk, _, thresholds in portfolios}
    found = {}
    for pk, path, _ in portfolios:
        nearest_first = (own.get(int(part)) for part in reversed(path.strip("/").split("/")))
        chosen = next((thresholds for thresholds in nearest_first if thresholds), None)
        found[pk] = by_set[chosen] if chosen else default
    return found


def _rules(chosen: ThresholdSet) -> Rules:
    thresholds = Thresholds(
        cost_overrun=Limits(chosen.cost_overrun_amber, chosen.cost_overrun_red),
        cpi_shortfall=Limits(1 - chosen.cpi_amber, 1 - chosen.cpi_red),
        finish_variance=Limits(chosen.finish_days_amber, chosen.finish_days_red),
        spi_shortfall=Limits(1 - chosen.spi_amber, 1 - chosen.spi_red),
        risk_score=Limits(chosen.risk_score_amber, chosen.risk_score_red, inclusive=True),
        exposure=Limits(chosen.exposure_amber, chosen.exposure_red),
        pending_changes=Limits(chosen.scope_amber, chosen.scope_red),
        hysteresis=chosen.hysteresis,
    )
    return Rules(thresholds, chosen.grace_days)
