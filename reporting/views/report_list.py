"""All the reports a person sees, and who owes one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from pmo.core.export import FORMATS, table_response
from pmo.core.ui import words
from projects.models import Project
from reporting.filters.project import ProjectFilter
from reporting.filters.status_report import ReportFilter
from reporting.queries.report_list import not_reported, published_reports
from reporting.views.links import link

PAGE_SIZE = 50


def report_list(request: HttpRequest) -> HttpResponse:
    """Published reports; with ``?show=owed`` the projects that have not reported; both as CSV or XLSX too."""
    owed = request.GET.get("show") == "owed"
    if request.GET.get("format") in FORMATS:
        return _owed_file(request) if owed else _file(request)
    if owed:
        found = ProjectFilter(request.GET, queryset=Project.objects.visible_to(request.user), request=request)
        rows: Any = not_reported(found.qs, request.as_of)
    else:
        found = _filtered(request)
        rows = found.qs
    context = {
        "owed": owed,
        "filter": found,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "tabs": [
            {"label": _("Published"), "href": link(request, "reporting:report-list"), "current": not owed},
            {"label": _("Not reported"), "href": link(request, "reporting:report-list", show="owed"), "current": owed},
        ],
    }
    return render(request, "reporting/status_report/list.html", context)


def _filtered(request: HttpRequest) -> ReportFilter:
    return ReportFilter(request.GET, queryset=published_reports(request.user, request.as_of), request=request)


def _file(request: HttpRequest) -> HttpResponse:
    headers = [_("Project"), _("Name"), _("As of"), _("Declared"), _("Computed"), _("Progress in %"), _("Author")]
    rows = (
        [
            report.project.code,
            report.project.name,
            report.period_end,
            report.get_declared_health_display(),
            words.HEALTH.get(report.evidence.get("computed_health"), ""),
            report.progress,
            report.author,
        ]
        for report in _filtered(request).qs
    )
    name = slugify(_("Reports"))
    return table_response(request.GET["format"], f"{name}-{request.as_of.isoformat()}", headers, rows)


def _owed_file(request: HttpRequest) -> HttpResponse:
    found = ProjectFilter(request.GET, queryset=Project.objects.visible_to(request.user), request=request)
    headers = [_("Project"), _("Name"), _("Manager"), _("Cycle"), _("Days since the last report")]
    rows = (
        [project.code, project.name, project.manager, project.get_reporting_cycle_display(), fact.report_age_days]
        for project, fact in not_reported(found.qs, request.as_of)
    )
    name = slugify(_("Not reported"))
    return table_response(request.GET["format"], f"{name}-{request.as_of.isoformat()}", headers, rows)
