"""What registers and money share in the API: rows that belong to a project and are seen with it."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, ClassVar

from rest_framework import serializers

from pmo.core.access import Permission
from pmo.core.api.serializers import RECORD, Body, RecordRow, Reference, person, with_fields
from pmo.core.api.upsert import Upserts
from pmo.core.api.writing import Removes
from pmo.core.models import User
from projects.actions.parts import together
from projects.models import Project

PART = (*RECORD, "project", "project_id")
OWNED = ("owner", "owner_id")


class PartRow(RecordRow):
    project = serializers.CharField(source="project.code")
    project_id = serializers.UUIDField(source="project.uuid")


class OwnedRow(PartRow):
    owner = serializers.CharField(source="owner.username", allow_null=True)
    owner_id = serializers.UUIDField(source="owner.uuid", allow_null=True)


class OwnedBody(Body):
    owner = person()


class Parts(Upserts, Removes):
    """Rows of projects. Two sources may use one identifier, and so may two projects."""

    key: ClassVar[tuple[str, ...]] = ("project",)

    def together(self, keys: Iterable[Any], at: datetime) -> AbstractContextManager[None]:
        return together(project_ids=(project.pk for (project,) in keys), at=at)


def in_project(body: type[Body]) -> type[Body]:
    """The body of a new row, which names its project."""
    project = Reference(visible_projects, help_text="Code or id of the project.")
    return with_fields(f"New{body.__name__.removesuffix('Body')}", body, project=project)


def visible_projects(user: User) -> Any:
    """Where a new row may be asked for; the action says whether it may be written."""
    return Project.objects.visible_to(user, Permission.VIEW)
