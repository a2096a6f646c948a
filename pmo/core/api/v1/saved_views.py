"""Lists as somebody wants to find them again: one's own and the shared ones."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers

from pmo.core.actions.saved_views import delete_view, save_view
from pmo.core.api.serializers import Body, Row
from pmo.core.api.writing import Creates, Removes
from pmo.core.filters.saved_views import SavedViewFilter
from pmo.core.models import SavedView, User


class SavedViewRow(Row):
    id = serializers.UUIDField(source="uuid")
    owner = serializers.CharField(source="owner.username")
    query = serializers.CharField(help_text="The query string of the page.")

    class Meta:
        model = SavedView
        fields = ["id", "owner", "page", "name", "query", "shared", "created_at"]


class SavedViewBody(Body):
    """One's own view of the same page and name is replaced."""

    shared = serializers.BooleanField(default=False)
    query = serializers.CharField(default="", allow_blank=True, max_length=2000)

    class Meta:
        model = SavedView
        fields = ["page", "name", "query", "shared"]


class SavedViews(Creates, Removes):
    model, rows, filters, creates = SavedView, SavedViewRow, (SavedViewFilter,), SavedViewBody

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        views = SavedView.objects.all()
        return views if user is None else views.filter(Q(owner=user) | Q(shared=True))

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> SavedView:
        return save_view(**values, by=by, at=at)

    def remove(self, *, obj: SavedView, version: int | None, by: User, at: datetime) -> None:
        delete_view(view=obj, by=by, at=at)
