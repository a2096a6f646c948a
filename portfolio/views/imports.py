"""Imports in the browser: upload, look at the mapping, check, apply, read the report."""

from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo.core.access import Permission, can_everywhere
from pmo.core.errors import DomainError
from pmo.core.export import XLSX_TYPE, table_response
from pmo.core.models import JobRun
from pmo.core.queue.background import hint
from pmo.core.ui.formats import exact_text, unit_label
from portfolio.actions.imports import choose_profile, keep_upload, queue_import
from portfolio.forms.imports import ProfileForm, UploadForm
from portfolio.interop.available import profile_named
from portfolio.interop.formats.preview import Preview, preview_of
from portfolio.interop.formats.template import template_workbook
from portfolio.interop.meanings import is_money, meaning, told, told_entry
from portfolio.interop.profiles import SHIPPED
from portfolio.interop.report import SumLine, rejected_cells, sum_lines
from portfolio.models import ImportRun, ImportState
from portfolio.queries.imports import in_hand, runs_visible_to
from portfolio.tasks import carry_out_import

REJECTIONS_SHOWN = 50


def importers_only(view: Any) -> Any:
    """403 for people who may not import: the place exists, and saying so tells nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_everywhere(request.user, Permission.IMPORT_DATA):  # type: ignore[arg-type]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@importers_only
def import_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(runs_visible_to(request.user), 50).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    return render(request, "portfolio/imports/list.html", {"page_obj": page})


@importers_only
def import_upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, initial={"profile": "generic"})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = keep_upload(
                file=file,
                file_name=file.name,
                profile=form.cleaned_data["profile"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return redirect("portfolio:import-run", run.uuid)
    return render(request, "portfolio/imports/upload.html", {"form": form})


@require_safe
@importers_only
def import_run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One run at the stage it has reached."""
    run = _run(request, uuid)
    context: dict[str, Any] = {"run": run, "step": _step(run), "working": in_hand(run, timezone.now())}
    if run.report:
        entries = [(row, entry, told_entry(entry)) for row, entry in rejected_cells(run.report)]
        warnings = [(entry, told_entry(entry)) for entry in run.report["warnings"]]
        context |= {"sums": _sums(run), "unit_label": unit_label(run.report["currency"], run.report["unit"] or "1")}
        context |= {"rejections": entries[:REJECTIONS_SHOWN]}
        context |= {"rejection_count": len(entries), "warnings": warnings[:REJECTIONS_SHOWN]}
    if run.state != ImportState.APPLIED:
        context |= _mapping(run)
    return render(request, "portfolio/imports/run.html", context)


@require_POST
@importers_only
def import_profile(request: HttpRequest, uuid: UUID) -> HttpResponse:
    run, form = _run(request, uuid), ProfileForm(request.POST)
    if form.is_valid():
        try:
            choose_profile(run=run, profile=form.cleaned_data["profile"], by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except DomainError as refusal:
            messages.error(request, refusal.message)
    return redirect("portfolio:import-run", uuid)


@require_POST
@importers_only
def import_start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Check the file, or apply it, in the background."""
    run, dry_run = _run(request, uuid), request.POST.get("what") != "apply"
    try:
        with transaction.atomic():
            job = queue_import(run=run, dry_run=dry_run, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            transaction.on_commit(partial(_send, request, run, job))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("portfolio:import-run", uuid)


@require_safe
@importers_only
def import_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The progress part for polling; when the job is over the whole page has news."""
    run = _run(request, uuid)
    response = render(request, "portfolio/imports/_progress.html", {"run": run})
    if run.job is None or run.job.is_over:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@importers_only
def import_rejections(request: HttpRequest, uuid: UUID) -> HttpResponse:
    run = _run(request, uuid)
    rows = [[row, entry["column"], entry["value"], told_entry(entry)] for row, entry in rejected_cells(run.report)]
    headers = [_("Row"), _("Column"), _("Value"), _("Reason")]
    return table_response(request.GET.get("format", "csv"), "rejections", headers, rows)


@require_safe
@importers_only
def import_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The original bytes, always as a download."""
    run = _run(request, uuid)
    return FileResponse(
        run.file.open("rb"), as_attachment=True, filename=run.file_name, content_type="application/octet-stream"
    )


@require_safe
@importers_only
def import_template(request: HttpRequest) -> HttpResponse:
    content = template_workbook(SHIPPED["generic"], french=(get_language() or "").startswith("fr"), words=_)
    headers = {"Content-Disposition": 'attachment; filename="vigie-import.xlsx"'}
    return HttpResponse(content, content_type=XLSX_TYPE, headers=headers)


def _run(request: HttpRequest, uuid: UUID) -> ImportRun:
    return get_object_or_404(runs_visible_to(request.user), uuid=uuid)  # type: ignore[arg-type]


def _step(run: ImportRun) -> int:
    """1 upload, 2 mapping, 3 check, 4 apply."""
    return {ImportState.APPLIED: 4, ImportState.CHECKED: 3}.get(ImportState(run.state), 2)


def _sums(run: ImportRun) -> list[tuple[SumLine, str, str, str]]:
    """Every digit, in the reader's language."""
    return [
        (one, exact_text(one.incoming), exact_text(one.applied), exact_text(one.rejected))
        for one in sum_lines(run.report)
    ]


def _mapping(run: ImportRun) -> dict[str, Any]:
    profile = profile_named(run.profile)
    form = ProfileForm(initial={"profile": run.profile})
    if profile is None:
        return {"profile_form": form}
    with run.file.open("rb") as file:
        preview: Preview = preview_of(file, profile)
    columns = [(one.header, meaning(one.column), is_money(one.column), one.samples) for one in preview.columns]
    return {
        "profile_form": form,
        "preview": preview,
        "columns": columns,
        "refusal": told(preview.refusal) if preview.refusal else "",
    }


def _send(request: HttpRequest, run: ImportRun, job: JobRun) -> None:
    if not hint(carry_out_import, run_id=run.pk, job_id=job.pk):
        messages.warning(request, _("No worker can be reached just now. The file waits and is taken up by itself."))
