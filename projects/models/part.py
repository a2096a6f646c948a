"""What hangs from a project and shares its visibility."""

from typing import Any, Self

from django.db import models

from pmo.core.access import project_reach
from pmo.core.models import Record, User
from pmo.core.roles import Permission
from projects.models.project import Project


class PartQuerySet(models.QuerySet[Any]):
    """Rows of projects; visible exactly when their project is."""

    def visible_to(self, user: User | None, permission: Permission = Permission.VIEW) -> Self:
        return self.filter(project_reach(user, permission, "project"))


class ProjectPart(Record):
    """A row that belongs to one project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="%(class)ss")

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
