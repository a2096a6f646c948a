"""Parked marks: projects whose facts could not be recomputed in five attempts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo.core.access import Permission
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import everywhere
from projects.models import DirtyMark
from reporting.actions.refresh import retry_parked


@everywhere(Permission.ADMINISTER)
def outbox(request: HttpRequest) -> HttpResponse:
    context = {
        "tabs": admin_tabs(request),
        "parked": DirtyMark.objects.filter(parked=True).select_related("project").order_by("marked_at"),
        "waiting": DirtyMark.objects.filter(parked=False, dirty__gt=0).count(),
    }
    return render(request, "reporting/outbox/page.html", context)


@require_POST
@everywhere(Permission.ADMINISTER)
def outbox_retry(request: HttpRequest, pk: int) -> HttpResponse:
    mark = get_object_or_404(DirtyMark, pk=pk, parked=True)
    retry_parked(mark=mark, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The project is queued again."))
    return redirect("reporting:admin-outbox")
