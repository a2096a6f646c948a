"""What registers and money share in the API: rows that belong to a project and are seen with it."""

from typing import Any

from rest_framework import serializers

from pmo.core.access import Permission
from pmo.core.api.serializers import RECORD, RecordRow, Reference
from pmo.core.models import User
from projects.models import Project

PART = (*RECORD, "project", "project_id")


class PartRow(RecordRow):
    project = serializers.CharField(source="project.code")
    project_id = serializers.UUIDField(source="project.uuid")


class OwnedRow(PartRow):
    owner = serializers.CharField(source="owner.username", allow_null=True)
    owner_id = serializers.UUIDField(source="owner.uuid", allow_null=True)


def visible_projects(user: User) -> Any:
    """Where a new row may be asked for; the action says whether it may be written."""
    return Project.objects.visible_to(user, Permission.VIEW)


def in_project() -> Reference:
    return Reference(visible_projects, help_text="Code or id of the project.")


OWNED = ("owner", "owner_id")
