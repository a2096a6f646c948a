"""The KPI catalogue."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can_everywhere
from pmo.core.views.guard import everywhere
from pmo.core.views.saving import opened_version, saved
from reporting.actions.kpi import create_kpi, edit_kpi, may_measure, may_measure_somewhere, measure_kpi
from reporting.forms.kpi import KpiForm, MeasurementForm, ScopeForm
from reporting.models import Kpi
from reporting.queries.kpi import FORMULA_NAMES, operand_totals, standing_of, standings
from reporting.queries.scope import Scope, ScopeAmbiguous, ScopeNotFound, parse_scope
from reporting.views.kpi_chart import history_figure
from reporting.views.links import link


def kpi_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    scope = _scope(request)
    context = {
        "scope": scope,
        "scope_form": ScopeForm({"scope": request.GET.get("scope", "")}, user=user),
        "standings": standings(user, scope, request.as_of),  # type: ignore[attr-defined]
        "may_define": can_everywhere(user, Permission.MANAGE_KPIS),
    }
    return render(request, "reporting/kpi/list.html", context)


def kpi_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One KPI: its value, the measures behind it, its history; and the entry of a value measured by hand."""
    user: Any = request.user
    kpi = get_object_or_404(Kpi.objects.select_related("owner"), code=slug)
    scope = _scope(request)
    standing, rollup = standing_of(user, kpi, scope, request.as_of)  # type: ignore[attr-defined]
    parts = [
        (name, total, "" if name == "projects" else _rows_behind(request, name, scope, rollup.currency))
        for name, total in (operand_totals(kpi, rollup) if rollup else [])
    ]
    context = {
        "kpi": kpi,
        "scope": scope,
        "scope_form": ScopeForm({"scope": request.GET.get("scope", "")}, user=user),
        "standing": standing,
        "rollup": rollup,
        "parts": parts,
        "figure": history_figure(standing),
        "may_define": can_everywhere(user, Permission.MANAGE_KPIS),
        "measurement": _measurement(request, kpi, scope),
    }
    return render(request, "reporting/kpi/detail.html", context)


def kpi_measure(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a value taken by hand; the page opens for its owner and for who manages KPIs somewhere."""
    user: Any = request.user
    kpi = get_object_or_404(Kpi, code=slug)
    if not may_measure_somewhere(user, kpi):
        raise PermissionDenied
    form = MeasurementForm(request.POST or None, user=user, initial={"on": request.as_of})  # type: ignore[attr-defined]
    point = saved(form, lambda: measure_kpi(kpi=kpi, **form.cleaned_data, by=user, at=timezone.now()))
    if point is not None:
        messages.success(request, _("Value recorded."))
        scope = Scope.of(point.portfolio)
        query = "" if scope.target is None else f"?scope={scope}"
        return redirect(f"{reverse('reporting:kpi', args=[slug])}{query}")
    back = reverse("reporting:kpi", args=[slug])
    return render(request, "reporting/kpi/measure.html", {"form": form, "kpi": kpi, "back": back})


@everywhere(Permission.MANAGE_KPIS)
def kpi_create(request: HttpRequest) -> HttpResponse:
    form = KpiForm(request.POST or None)
    user: Any = request.user
    kpi = saved(form, lambda: create_kpi(values=form.values, by=user, at=timezone.now()))
    if kpi is not None:
        messages.success(request, _("KPI defined."))
        return redirect("reporting:kpi", kpi.code)
    context = {"form": form, "back": reverse("reporting:kpi-list"), "names": FORMULA_NAMES}
    return render(request, "reporting/kpi/form.html", context)


@everywhere(Permission.MANAGE_KPIS)
def kpi_edit(request: HttpRequest, slug: str) -> HttpResponse:
    kpi = get_object_or_404(Kpi, code=slug)
    # The form writes on its instance, so it gets one of its own.
    form = KpiForm(request.POST or None, instance=Kpi.objects.get(pk=kpi.pk))
    user: Any = request.user
    edited = saved(
        form,
        lambda: edit_kpi(kpi=kpi, values=form.values, version=opened_version(form), by=user, at=timezone.now()),
    )
    if edited is not None:
        messages.success(request, _("Saved."))
        return redirect("reporting:kpi", edited.code)
    context = {"form": form, "kpi": kpi, "back": reverse("reporting:kpi", args=[slug]), "names": FORMULA_NAMES}
    return render(request, "reporting/kpi/form.html", context)


def _scope(request: HttpRequest) -> Scope:
    """``?scope=portfolio:CODE``, else the organisation. What the person does not see is not found."""
    text = request.GET.get("scope") or "organisation"
    if not text.startswith(("organisation", "portfolio:")):
        raise Http404
    try:
        return parse_scope(text, user=request.user)  # type: ignore[arg-type]
    except (ScopeNotFound, ScopeAmbiguous) as error:
        raise Http404 from error


def _rows_behind(request: HttpRequest, name: str, scope: Scope, currency: str) -> str:
    return link(request, "reporting:measure-rows", name, scope=str(scope), currency=currency)


def _measurement(request: HttpRequest, kpi: Kpi, scope: Scope) -> MeasurementForm | None:
    """The entry form, for who may use it and where there is something to type."""
    user: Any = request.user
    portfolio: Any = scope.target
    if kpi.formula or not may_measure(user, kpi, portfolio):
        return None
    initial = {"on": request.as_of, "portfolio": portfolio}  # type: ignore[attr-defined]
    return MeasurementForm(user=user, initial=initial)
