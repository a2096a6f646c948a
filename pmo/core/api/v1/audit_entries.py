"""The audit trail, as far as the caller sees what it tells of."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from pmo.core.api.resource import Resource
from pmo.core.api.serializers import Row
from pmo.core.filters.audit import AuditEntryFilter
from pmo.core.models import AuditEntry, User
from pmo.core.queries.audit import audit_visible_to, with_places


class AuditEntryRow(Row):
    actor = serializers.CharField(source="actor.username", allow_null=True)
    actor_id = serializers.UUIDField(source="actor.uuid", allow_null=True)
    object_id = serializers.UUIDField(source="object_uuid")
    project = serializers.CharField(source="project_code", allow_null=True)
    changes = serializers.DictField(
        child=serializers.ListField(child=serializers.JSONField()),
        help_text="Each field that was written: what it was, what it became.",
    )

    class Meta:
        model = AuditEntry
        fields = [
            "id",
            "at",
            "actor",
            "actor_id",
            "actor_name",
            "verb",
            "object_type",
            "object_id",
            "object_label",
            "project",
            "changes",
            "reason",
        ]


class AuditEntries(Resource):
    model, rows, filters = AuditEntry, AuditEntryRow, (AuditEntryFilter,)
    id_field = "pk"

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return with_places(audit_visible_to(user))
