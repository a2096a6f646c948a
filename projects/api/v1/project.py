"""Projects."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from pmo.core.api.serializers import RECORD, Body, RecordRow, Reference, currency, person, with_fields
from pmo.core.api.upsert import Upserts
from pmo.core.models import User
from projects.actions.project import create_project, edit_project
from projects.filters.project import ProjectFilter
from projects.models import Project

WORDS = ("code", "name", "description")
STEERING = ("status", "phase", "priority", "methodology", "eac_method", "reporting_cycle", "strategic_value")
PLAN = ("start", "finish", "baseline_finish", "contingency", "confidential")
FIELDS = (*WORDS, *STEERING, *PLAN)
PLACES = ("portfolio", "portfolio_id", "programme", "programme_id")
PEOPLE = ("manager", "manager_id", "sponsor", "sponsor_id")
DECLARED = ("declared_health", "declared_on", "absences")


class ProjectRow(RecordRow):
    """Health is declared by publishing a status report. ``absences`` says why fields are empty."""

    portfolio = serializers.CharField(source="portfolio.code")
    portfolio_id = serializers.UUIDField(source="portfolio.uuid")
    programme = serializers.CharField(source="programme.code", allow_null=True)
    programme_id = serializers.UUIDField(source="programme.uuid", allow_null=True)
    manager = serializers.CharField(source="manager.username", allow_null=True)
    manager_id = serializers.UUIDField(source="manager.uuid", allow_null=True)
    sponsor = serializers.CharField(source="sponsor.username", allow_null=True)
    sponsor_id = serializers.UUIDField(source="sponsor.uuid", allow_null=True)
    absences = serializers.DictField()

    class Meta:
        model = Project
        fields = (*RECORD, *FIELDS, "currency", *PLACES, *PEOPLE, *DECLARED)


def _places(name: str) -> Any:
    """Portfolios or programmes the person sees; the action says whether a project may be put there."""
    model: Any = Project._meta.get_field(name).related_model

    def visible(user: User) -> Any:
        return model.objects.visible_to(user).select_related(*(["portfolio"] if name == "programme" else []))

    return visible


class ProjectBody(Body):
    portfolio = Reference(_places("portfolio"), required=False, help_text="Left out, it is the programme's.")
    programme = Reference(_places("programme"), required=False, allow_null=True)
    manager = person()
    sponsor = person()
    currency = currency(required=False)

    class Meta:
        model = Project
        fields = (*FIELDS, "currency", "portfolio", "programme", "manager", "sponsor")
        extra_kwargs = {"strategic_value": {"max_value": 10}}


class Projects(Upserts):
    """Projects are closed or stopped by their status; they are not deleted."""

    model, rows, filters, code = Project, ProjectRow, (ProjectFilter,), "code"
    creates, amends = with_fields("NewProject", ProjectBody), ProjectBody
    example = {"code": "CRM", "name": "One view of the customer", "portfolio": "DIGITAL", "start": "2026-01-05"}

    def queryset_for(self, user: User | None) -> Any:
        return Project.objects.visible_to(user)

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Any:
        return create_project(values=values, by=by, at=at)

    def amend(self, *, obj: Any, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Any:
        return edit_project(project=obj, values=values, version=version, by=by, at=at)
