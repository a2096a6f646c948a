"""Work in the background: one's own, and everybody's for administrators."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from pmo.core.api.resource import Resource
from pmo.core.api.serializers import Row
from pmo.core.filters.jobs import JobFilter
from pmo.core.models import JobRun, User
from pmo.core.queries.jobs import jobs_visible_to


class JobRow(Row):
    id = serializers.UUIDField(source="uuid")
    user = serializers.CharField(source="user.username", allow_null=True)
    result = serializers.DictField(help_text="What came of it; after a failure “error” says why.")

    class Meta:
        model = JobRun
        fields = [
            "id",
            "user",
            "kind",
            "title",
            "state",
            "done",
            "total",
            "attempts",
            "log",
            "result",
            "created_at",
            "started_at",
            "finished_at",
        ]


class Jobs(Resource):
    model, rows, filters = JobRun, JobRow, (JobFilter,)

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return jobs_visible_to(user)  # type: ignore[arg-type]
