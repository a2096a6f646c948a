"""The audit trail, as far as the person sees what it tells of."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pmo.core.access import Permission
from pmo.core.forms.audit import AuditFilter
from pmo.core.queries.audit import audit_visible_to, filtered
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import anywhere


@anywhere(Permission.MANAGE_GRANTS)
def audit_list(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.GET)
    entries = audit_visible_to(request.user)  # type: ignore[arg-type]
    if form.is_valid():
        entries = filtered(entries, **form.cleaned_data)
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    return render(request, "core/admin/audit.html", {"tabs": admin_tabs(request), "form": form, "page": page})
