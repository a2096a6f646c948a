"""Jobs: what runs, how far, how it ended."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pmo.core.queries.jobs import jobs_visible_to


def job_list(request: HttpRequest) -> HttpResponse:
    return render(request, "core/jobs/list.html", {"jobs": jobs_visible_to(request.user)[:100]})  # type: ignore[arg-type]


def job_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The job's page, or just its progress part for HTMX polling."""
    job = get_object_or_404(jobs_visible_to(request.user), uuid=uuid)  # type: ignore[arg-type]
    template = "core/jobs/_progress.html" if request.htmx else "core/jobs/detail.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": job})
