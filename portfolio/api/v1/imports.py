"""Imports of tabular files: send a file, have it checked, have it applied, read what was refused."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.api.idempotency import once
from pmo.core.api.json import JsonRenderer
from pmo.core.api.resource import Resource, refuse_unknown
from pmo.core.api.rows import columns_of, read
from pmo.core.api.serializers import RECORD, PlainBody, RecordRow
from pmo.core.api.v1.jobs import JobRow
from pmo.core.api.writing import Creates
from pmo.core.export import table_response
from pmo.core.models import JobRun, User
from pmo.core.queue.background import hint
from portfolio.actions.imports import keep_upload, queue_import
from portfolio.filters.imports import ImportFilter
from portfolio.interop.meanings import told_entry
from portfolio.interop.report import rejected_cells
from portfolio.models import ImportProfile, ImportRun
from portfolio.queries.imports import profiles_visible_to, runs_visible_to
from portfolio.tasks import carry_out_import

FIELDS = ("user", "profile", "file_name", "sha256", "size", "state", "job_id", "error", "applied_at")
COLUMNS = ("row", "column", "value", "reason")


class ImportProfileRow(RecordRow):
    settings = serializers.DictField()

    class Meta:
        model = ImportProfile
        fields = (*RECORD, "name", "label", "settings")


class ImportProfiles(Resource):
    """Profiles the office saved; those that come with Vigie are named in docs/imports.md."""

    model, rows, code = ImportProfile, ImportProfileRow, "name"

    def queryset_for(self, user: User | None) -> "QuerySet[Any]":
        return profiles_visible_to(user)


class ImportSummaryRow(RecordRow):
    user = serializers.CharField(source="user.username", allow_null=True)
    job_id = serializers.UUIDField(source="job.uuid", allow_null=True)

    class Meta:
        model = ImportRun
        fields = (*RECORD, *FIELDS)


class ImportRow(ImportSummaryRow):
    """``report`` is that of the last check, or of the import itself. It names every row refused: lists leave it out."""

    report = serializers.DictField()

    class Meta:
        model = ImportRun
        fields = (*RECORD, *FIELDS, "report")


class Upload(PlainBody):
    file = serializers.FileField(allow_empty_file=True, help_text="CSV or XLSX, at most 50 MB.")
    profile = serializers.CharField(max_length=60, help_text="How the columns are read, such as generic.")


class RejectedCell(serializers.Serializer[None]):
    row = serializers.IntegerField(help_text="As a spreadsheet counts.")
    column = serializers.CharField(allow_blank=True)
    value = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class Rejections(serializers.Serializer[None]):
    results = RejectedCell(many=True)


class CsvRenderer(JsonRenderer):
    """Lets a caller ask for a file; refusals stay JSON."""

    media_type, format = "text/csv", "csv"


class Imports(Creates):
    """One's own runs; administrators see all."""

    model, rows, brief, filters, creates = ImportRun, ImportRow, ImportSummaryRow, (ImportFilter,), Upload

    def queryset_for(self, user: User | None) -> "QuerySet[Any]":
        return runs_visible_to(user)

    def get_parsers(self) -> list[Any]:
        return [MultiPartParser()] if getattr(self, "action_map", {}).get("post") == "create" else super().get_parsers()

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> ImportRun:
        file = values["file"]
        return keep_upload(file=file, file_name=file.name, profile=values["profile"], by=by, at=at)

    @action(detail=True, methods=["post"])
    def check(self, request: Request, id: str) -> Any:
        """Try the file in the background: everything an import does, rolled back. Answers the job to follow."""
        return self._queued(request, id, dry_run=True)

    @action(detail=True, methods=["post"])
    def apply(self, request: Request, id: str) -> Any:
        """Import the file in the background, all rows that are right or none. Answers the job to follow."""
        return self._queued(request, id, dry_run=False)

    @action(detail=True, methods=["get"], renderer_classes=[JsonRenderer, CsvRenderer])
    def rejections(self, request: Request, id: str) -> HttpResponse:
        """Every problem of every row that was refused; a file for those who ask for text/csv."""
        refuse_unknown(request, {"format"})
        run = self.found(request, id)
        cells = [[row, cell["column"], cell["value"], told_entry(cell)] for row, cell in rejected_cells(run.report)]
        if isinstance(request.accepted_renderer, CsvRenderer):
            return table_response("csv", "rejections", COLUMNS, cells)
        return Response({"results": [dict(zip(COLUMNS, cell, strict=True)) for cell in cells]})

    def _queued(self, request: Request, id: str, *, dry_run: bool) -> Any:
        def work() -> Response:
            run = self.found(request, id)
            job = queue_import(run=run, dry_run=dry_run, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            transaction.on_commit(partial(hint, carry_out_import, run_id=run.pk, job_id=job.pk))
            (told,) = read(JobRun.objects.filter(pk=job.pk), columns_of(JobRow))
            return Response(told, status=202)

        return once(request, work)

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        if verb == "rejections":
            return (400, 401, 403, 404)
        return (400, 401, 403, 404, 413, 415, 422) if verb in ("check", "apply") else super().refusals_of(verb)

    def parameters_of(self, verb: str) -> Any:
        return [] if verb == "rejections" else super().parameters_of(verb)

    def answers_of(self, verb: str) -> dict[Any, Any]:
        if verb == "rejections":
            return {(200, "application/json"): Rejections, (200, "text/csv"): OpenApiTypes.STR}
        return {202: JobRow} if verb in ("check", "apply") else super().answers_of(verb)
