"""Threshold sets with what they judge."""

from django.db.models import QuerySet

from pmo.core.models import User
from portfolio.models import Portfolio, ThresholdSet


def threshold_sets_for(user: User) -> "list[tuple[ThresholdSet, list[Portfolio]]]":
    """Every set with the portfolios that choose it, as far as the person sees them; two queries."""
    portfolios: QuerySet[Portfolio] = Portfolio.objects.visible_to(user).exclude(thresholds=None)
    users_of: dict[int, list[Portfolio]] = {}
    for portfolio in portfolios:
        users_of.setdefault(portfolio.thresholds_id or 0, []).append(portfolio)
    return [(rules, users_of.get(rules.pk, [])) for rules in ThresholdSet.objects.all()]
