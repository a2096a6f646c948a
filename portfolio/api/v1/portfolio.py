"""Portfolios and programmes. Neither is deleted: projects and history stand on them."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from rest_framework import serializers

from pmo.core.api.serializers import RECORD, Body, RecordRow, Reference, person
from pmo.core.api.writing import Amends, Creates
from pmo.core.models import User
from portfolio.actions.portfolio import create_portfolio, edit_portfolio
from portfolio.actions.programme import create_programme, edit_programme
from portfolio.filters.portfolio import PortfolioFilter, ProgrammeFilter
from portfolio.models import Portfolio, Programme, ThresholdSet

FIELDS = ("code", "name", "description")
OWNED = ("owner", "owner_id")


class PlaceRow(RecordRow):
    owner = serializers.CharField(source="owner.username", allow_null=True)
    owner_id = serializers.UUIDField(source="owner.uuid", allow_null=True)


def visible_portfolios(user: User) -> Any:
    """Those a person may name; the action says whether anything may be put there."""
    return Portfolio.objects.visible_to(user)


def any_thresholds(user: User) -> Any:
    """Threshold sets are everybody's to read."""
    return ThresholdSet.objects.all()


class PortfolioRow(PlaceRow):
    """A parent that the caller does not see is told as none."""

    parent = serializers.CharField(source="seen_parent", allow_null=True)
    parent_id = serializers.UUIDField(source="seen_parent_id", allow_null=True)
    thresholds = serializers.CharField(source="thresholds.name", allow_null=True)
    thresholds_id = serializers.UUIDField(source="thresholds.uuid", allow_null=True)

    class Meta:
        model = Portfolio
        fields = (*RECORD, *FIELDS, "parent", "parent_id", *OWNED, "thresholds", "thresholds_id")


class PortfolioBody(Body):
    parent = Reference(visible_portfolios, required=False, allow_null=True)
    owner = person()
    thresholds = Reference(any_thresholds, key="name", required=False, allow_null=True)

    class Meta:
        model = Portfolio
        fields = (*FIELDS, "parent", "owner", "thresholds")


class Portfolios(Creates, Amends):
    model, rows, filters, code = Portfolio, PortfolioRow, (PortfolioFilter,), "code"
    creates = amends = PortfolioBody
    example = {"code": "DIGITAL", "name": "Digital"}

    def queryset_for(self, user: User | None) -> "QuerySet[Any]":
        parents = visible_portfolios(self.request.user).filter(pk=OuterRef("parent_id"))  # type: ignore[arg-type]
        return Portfolio.objects.visible_to(user).annotate(
            seen_parent=Subquery(parents.values("code")), seen_parent_id=Subquery(parents.values("uuid"))
        )

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Portfolio:
        return create_portfolio(**values, by=by, at=at)

    def amend(self, *, obj: Portfolio, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Any:
        return edit_portfolio(portfolio=obj, values=values, version=version, by=by, at=at)


class ProgrammeRow(PlaceRow):
    portfolio = serializers.CharField(source="portfolio.code")
    portfolio_id = serializers.UUIDField(source="portfolio.uuid")

    class Meta:
        model = Programme
        fields = (*RECORD, *FIELDS, "portfolio", "portfolio_id", *OWNED)


class ProgrammeBody(Body):
    portfolio = Reference(visible_portfolios)
    owner = person()

    class Meta:
        model = Programme
        fields = (*FIELDS, "portfolio", "owner")


class Programmes(Creates, Amends):
    model, rows, filters, code = Programme, ProgrammeRow, (ProgrammeFilter,), "code"
    creates = amends = ProgrammeBody

    def queryset_for(self, user: User | None) -> "QuerySet[Any]":
        return Programme.objects.visible_to(user)

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Programme:
        return create_programme(**values, by=by, at=at)

    def amend(self, *, obj: Programme, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Any:
        return edit_programme(programme=obj, values=values, version=version, by=by, at=at)
