"""Settings of the organisation and its exchange rates."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo.core.access import Permission
from pmo.core.actions.exchange_rates import remove_rate, set_rate
from pmo.core.actions.organisation import edit_organisation
from pmo.core.forms.organisation import OrganisationForm, RateForm
from pmo.core.models import ExchangeRate, Organisation
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import everywhere
from pmo.core.views.saving import saved


@everywhere(Permission.ADMINISTER)
def settings(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=Organisation.current())
    user: Any = request.user
    if saved(form, lambda: edit_organisation(values=form.cleaned_data, by=user, at=timezone.now())) is not None:
        messages.success(request, _("Saved."))
        return redirect("core:admin-organisation")
    return render(request, "core/admin/organisation.html", {"tabs": admin_tabs(request), "form": form})


@everywhere(Permission.ADMINISTER)
def rates(request: HttpRequest) -> HttpResponse:
    form = RateForm(request.POST or None)
    user: Any = request.user
    if saved(form, lambda: set_rate(**form.cleaned_data, by=user, at=timezone.now())) is not None:
        messages.success(request, _("Rate saved."))
        return redirect("core:admin-rates")
    page = Paginator(ExchangeRate.objects.all(), 50).get_page(request.GET.get("page"))
    return render(request, "core/admin/rates.html", {"tabs": admin_tabs(request), "form": form, "page": page})


@require_POST
@everywhere(Permission.ADMINISTER)
def rate_remove(request: HttpRequest, pk: int) -> HttpResponse:
    remove_rate(rate=get_object_or_404(ExchangeRate, pk=pk), by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The typed rate is gone; the published one holds again."))
    return redirect("core:admin-rates")
