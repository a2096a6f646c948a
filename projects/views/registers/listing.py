"""The list of a register: everything the person sees, filtered by the URL."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from pmo.core.access import Permission, can_anywhere
from projects.enums import RiskKind
from projects.models import Project, Risk
from projects.queries import risk
from projects.queries.register import entries, overdue
from projects.views import tables
from projects.views.registers.catalogue import REGISTERS, Register

_PLACE = ("project", "programme", "portfolio")


def find_register(slug: str) -> Register:
    """:raises Http404: when there is no such register."""
    if slug not in REGISTERS:
        raise Http404(slug)
    return REGISTERS[slug]


def register(request: HttpRequest, register: str) -> HttpResponse:
    """The page, or with ``?format=csv|xlsx`` the file of exactly these rows and columns."""
    described = find_register(register)
    found = described.filters(request.GET, queryset=entries(described.model, request.user), request=request)
    rows = found.qs
    if tables.wants_file(request):
        name = slugify(described.title)
        return tables.file_of(rows, described.columns, request, name=name, as_of=request.as_of)
    context = {
        "register": described,
        "filter": found,
        "table": tables.table(rows, described.columns, request),
        "tabs": _tabs(request, described),
        "project": Project.objects.visible_to(request.user).filter(code=request.GET.get("project", "")).first(),
        "may_add": can_anywhere(request.user, Permission.EDIT_REGISTERS),
        "today": request.as_of,
        **(_risk_figures(request, found) if described.model is Risk else {}),
    }
    return render(request, "projects/register/list.html", context)


def _tabs(request: HttpRequest, current: Register) -> list[dict[str, Any]]:
    """The sibling registers of the same place."""
    place = request.GET.copy()
    for name in list(place):
        if name not in _PLACE:
            del place[name]
    query = f"?{place.urlencode()}" if place else ""
    return [
        {"label": item.title, "href": reverse("projects:register", args=[slug]) + query, "current": item is current}
        for slug, item in REGISTERS.items()
    ]


def _risk_figures(request: HttpRequest, found: Any) -> dict[str, Any]:
    """The matrix and the exposure of the list as filtered, but for the cell that is chosen."""
    around = request.GET.copy()
    for name in ("probability", "impact", "assessed", "page", "format", "state", "kind", "open"):
        around.pop(name, None)
    kind = RiskKind.OPPORTUNITY if request.GET.get("kind") == RiskKind.OPPORTUNITY else RiskKind.THREAT
    around["kind"], around["state"] = kind, "open"
    rated = type(found)(around, queryset=entries(Risk, request.user), request=request).qs
    cell = (request.GET.get("probability", ""), request.GET.get("impact", ""))
    return {
        "matrix": risk.matrix(rated, kind),
        "matrix_kind": RiskKind(kind),
        "matrix_href": f"?{around.urlencode()}",
        "selected": tuple(int(part) for part in cell) if all(part.isdecimal() for part in cell) else None,
        "exposures": risk.exposures(found.qs),
        "late_reviews": found.qs.filter(overdue(Risk, request.as_of)).count(),
    }
