"""Status reports: a draft is written, then published and never changed again."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from pmo.core.api.describing import ETAG, IDEMPOTENCY_KEY, IF_MATCH
from pmo.core.api.preconditions import version_seen
from pmo.core.api.serializers import RECORD, Body, RecordRow, Reference, with_fields
from pmo.core.api.writing import Amends, Creates, Deeds, Removes
from pmo.core.models import User
from projects.actions.status_report import discard_draft, publish_status, save_draft, write_draft
from projects.models import Project, StatusReport
from projects.queries.status_report import reports_visible_to
from reporting.filters.status_report import ReportFilter, StateFilter
from reporting.queries.status_report import evidence_for

DECLARED = ("period_end", "declared_health", "health_reason", "progress")
WORDS = ("achieved", "next_steps", "decisions_asked")
FIELDS = (*RECORD, "project", "project_id", "state", *DECLARED, *WORDS, "author", "author_id", "published_at")


class StatusReportSummaryRow(RecordRow):
    project = serializers.CharField(source="project.code")
    project_id = serializers.UUIDField(source="project.uuid")
    author = serializers.CharField(source="author.username", allow_null=True)
    author_id = serializers.UUIDField(source="author.uuid", allow_null=True)

    class Meta:
        model = StatusReport
        fields = FIELDS


class StatusReportRow(StatusReportSummaryRow):
    """``evidence`` is the figures shown when it was published; lists leave it out."""

    evidence = serializers.DictField()

    class Meta:
        model = StatusReport
        fields = (*FIELDS, "evidence")


class StatusReportBody(Body):
    """Everything may be empty in a draft; publishing says what it misses."""

    class Meta:
        model = StatusReport
        fields = (*DECLARED, *WORDS)
        extra_kwargs = {"period_end": {"required": False, "help_text": "Left out of a new draft, it is today."}}


def visible_projects(user: User) -> Any:
    """Where a draft may be asked for; the action says whether it may be written."""
    return Project.objects.visible_to(user)


class StatusReports(Creates, Amends, Removes, Deeds):
    """Published reports, and drafts for those who may write them. To delete a draft is to discard it."""

    model, rows, brief = StatusReport, StatusReportRow, StatusReportSummaryRow
    filters = (ReportFilter, StateFilter)
    creates = with_fields(
        "NewStatusReport", StatusReportBody, project=Reference(visible_projects, help_text="Code or id of the project.")
    )
    amends = StatusReportBody
    deeds = {"publish": None}

    def queryset_for(self, user: User | None) -> "QuerySet[Any]":
        return reports_visible_to(user).select_related("project__portfolio", "project__programme", "project__manager")

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> StatusReport:
        project = values.pop("project")
        return write_draft(project=project, values=values, by=by, at=at)

    def amend(self, *, obj: StatusReport, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Any:
        return save_draft(report=obj, values=values, version=version, by=by, at=at)

    def remove(self, *, obj: StatusReport, version: int | None, by: User, at: datetime) -> None:
        discard_draft(report=obj, version=version, by=by, at=at)

    @action(detail=True, methods=["post"])
    def publish(self, request: Request, id: str) -> Any:
        """Freeze the draft with today's figures. If-Match names the version that was seen."""
        version = version_seen(request)

        def do(*, obj: StatusReport, values: Any, by: User, at: datetime) -> StatusReport:
            return publish_status(report=obj, evidence=evidence_for(obj), version=version, by=by, at=at)

        return self.done(request, id, do)

    def parameters_of(self, verb: str) -> Any:
        return [IF_MATCH, IDEMPOTENCY_KEY, ETAG] if verb == "publish" else super().parameters_of(verb)

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        told = super().refusals_of(verb)
        return (*told, 412, 428) if verb == "publish" else told
