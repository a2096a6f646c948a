"""Writing the status report of a project: one page, saved while it is written, frozen when it is published."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo.core.access import Permission, can
from pmo.core.enums import Stance
from pmo.core.errors import DomainError
from pmo.core.forms.versioned import show_refusal
from pmo.core.models import Organisation
from projects.actions.status_report import differs, discard_draft, publish_status, save_draft, start_draft
from projects.enums import ReportState
from projects.models import Project, StatusReport
from projects.queries.status_report import draft_of, last_published, new_draft
from reporting.forms.status_report import StatusReportForm
from reporting.queries.status_report import evidence_for, readable


def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the draft. Opening it writes nothing: the draft begins with the first save."""
    project = _project(request, code)
    draft = draft_of(project) or new_draft(project, request.today)
    if request.method != "POST":
        return _page(request, draft, StatusReportForm(instance=draft))
    form = StatusReportForm(request.POST, instance=draft)
    saved = _save(request, project, form)
    if saved is None:
        return _page(request, draft, form, status=422)
    return redirect("reporting:status-report-preview", project.code)


@require_POST
def autosave(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what is written so far and answer with the state of the draft, for HTMX."""
    project = _project(request, code)
    draft = draft_of(project) or new_draft(project, request.today)
    form = StatusReportForm(request.POST, instance=draft)
    saved = _save(request, project, form)
    context = _judgement(saved) if saved else {"errors": [text for texts in form.errors.values() for text in texts]}
    context |= {"version": _version(saved) if saved else request.POST.get("version", "0"), "saved_at": timezone.now()}
    return render(request, "reporting/status_report/_draft_state.html", context)


def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The report as it will read; a POST publishes it."""
    project = _project(request, code)
    draft = draft_of(project)
    if draft is None:
        return redirect("reporting:status-report-edit", project.code)
    draft.project = project
    context: dict[str, Any] = {"error": ""}
    if request.method == "POST":
        try:
            report = _publish(request, draft)
        except DomainError as refusal:
            context["error"] = refusal.message
        else:
            messages.success(request, _("The report is published: it will not change any more."))
            return redirect("reporting:status-report", report.uuid)
    context |= {"report": draft, "project": project, **_judgement(draft)}
    status = 422 if context["error"] else 200
    return render(request, "reporting/status_report/preview.html", context, status=status)


@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    project = _project(request, code)
    draft = draft_of(project)
    if draft is None:
        return redirect("reporting:project", project.code)
    try:
        discard_draft(report=draft, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The draft is discarded; its history stays."))
    return redirect("reporting:project", project.code)


def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A published report, as frozen. A draft is nobody's reading but its writers'."""
    visible = StatusReport.objects.visible_to(request.user).filter(state=ReportState.PUBLISHED)
    found = visible.select_related("project__portfolio", "project__programme", "project__manager", "author")
    report = get_object_or_404(found, uuid=uuid)
    evidence = readable(report.evidence)
    computed = str(evidence.get("computed_health") or "")
    context = {
        "report": report,
        "project": report.project,
        "evidence": evidence,
        "computed": computed,
        "differs": differs(declared=report.declared_health, computed=computed or "grey"),
    }
    return render(request, "reporting/status_report/detail.html", context)


def _project(request: HttpRequest, code: str) -> Project:
    """The project, for somebody who may report on it."""
    visible = Project.objects.visible_to(request.user).select_related("portfolio", "programme", "manager")
    project = get_object_or_404(visible, code=code)
    if not can(request.user, Permission.REPORT_STATUS, project):
        raise PermissionDenied
    return project


def _save(request: HttpRequest, project: Project, form: StatusReportForm) -> StatusReport | None:
    """The draft as saved, or None after the refusal was put on the form."""
    if not form.is_valid():
        return None
    now, opened = timezone.now(), form.cleaned_data.get("version") or 0
    begun = draft_of(project)
    try:
        draft = begun or start_draft(project=project, period_end=request.today, by=request.user, at=now)
        # Whoever begins the draft writes over nobody; whoever finds one must have seen it.
        version = opened if begun else None
        draft = save_draft(report=draft, values=form.values, version=version, by=request.user, at=now)
    except DomainError as refusal:
        show_refusal(form, refusal, draft_of(project))
        return None
    draft.project = project
    return draft


def _publish(request: HttpRequest, draft: StatusReport) -> StatusReport:
    opened = request.POST.get("version", "")
    version = int(opened) if opened.isdecimal() and len(opened) < 10 else 0
    evidence = evidence_for(draft)
    return publish_status(report=draft, by=request.user, at=timezone.now(), evidence=evidence, version=version)


def _judgement(draft: StatusReport) -> dict[str, Any]:
    """The figures of the draft, and whether its health needs a reason."""
    evidence = readable(evidence_for(draft))
    stance = Organisation.current().stance
    differing = differs(declared=draft.declared_health, computed=evidence["computed_health"])
    return {
        "evidence": evidence,
        "computed": evidence["computed_health"],
        "differs": differing,
        "needs_reason": differing and stance != Stance.SUPPORTIVE and not draft.health_reason.strip(),
        "directive": stance == Stance.DIRECTIVE,
    }


def _version(draft: StatusReport) -> int:
    return draft.version if draft.pk else 0


def _page(request: HttpRequest, draft: StatusReport, form: StatusReportForm, status: int = 200) -> HttpResponse:
    shown = StatusReport.objects.get(pk=draft.pk) if draft.pk else new_draft(draft.project, request.today)
    context = {
        "form": form,
        "report": shown,
        "project": draft.project,
        "last": last_published(draft.project),
        "version": form["version"].value() or 0,
        **_judgement(shown),
    }
    return render(request, "reporting/status_report/edit.html", context, status=status)
