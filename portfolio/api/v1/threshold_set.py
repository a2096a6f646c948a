"""Threshold sets: everybody reads the rules they are judged by, the office changes them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from pmo.core.api.serializers import RECORD, Body, RecordRow
from pmo.core.api.writing import Amends, Creates
from pmo.core.models import User
from portfolio.actions.threshold_set import FALLS, RISES, create_threshold_set, edit_threshold_set
from portfolio.models import ThresholdSet

COLOURS = ("amber", "red")
FIELDS = ("name", *(f"{name}_{colour}" for name in (*RISES, *FALLS) for colour in COLOURS), "hysteresis", "grace_days")


class ThresholdSetRow(RecordRow):
    class Meta:
        model = ThresholdSet
        fields = (*RECORD, *FIELDS)


class ThresholdSetBody(Body):
    """Shares are fractions: 0.05 is 5 %. What is left out of a new set is as published."""

    class Meta:
        model = ThresholdSet
        fields = FIELDS


class ThresholdSets(Creates, Amends):
    model, rows = ThresholdSet, ThresholdSetRow
    creates = amends = ThresholdSetBody

    def queryset_for(self, user: User | None) -> "QuerySet[Any]":
        return ThresholdSet.objects.all()

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> ThresholdSet:
        return create_threshold_set(values=values, by=by, at=at)

    def amend(self, *, obj: ThresholdSet, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Any:
        return edit_threshold_set(thresholds=obj, values=values, version=version, by=by, at=at)
