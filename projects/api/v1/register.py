"""What the registers share: risks, issues, decisions, actions, change requests and milestones."""

from datetime import datetime
from typing import Any

from pmo.core.models import User
from projects.actions.register import amend_entry, record_entry, remove_entry
from projects.api.v1.part import Parts
from projects.queries.register import entries


class Register(Parts):
    """One register: every entry the caller sees."""

    def queryset_for(self, user: User | None) -> Any:
        return entries(self.model, user)

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Any:
        project = values.pop("project")
        return record_entry(model=self.model, project=project, values=values, by=by, at=at)

    def amend(self, *, obj: Any, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Any:
        return amend_entry(entry=obj, values=values, version=version, by=by, at=at)

    def remove(self, *, obj: Any, version: int | None, by: User, at: datetime) -> None:
        remove_entry(entry=obj, version=version, by=by, at=at)
