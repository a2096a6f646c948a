"""Threshold sets: everybody may read the rules they are judged by; the office changes them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can_everywhere
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import everywhere
from pmo.core.views.saving import opened_version, saved
from portfolio.actions.threshold_set import create_threshold_set, edit_threshold_set
from portfolio.forms.threshold_set import ThresholdSetForm
from portfolio.models import ThresholdSet
from portfolio.queries.threshold_set import threshold_sets_for

TEMPLATE = "portfolio/threshold_set/form.html"


def threshold_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "tabs": admin_tabs(request),
        "sets": threshold_sets_for(user),
        "may_edit": can_everywhere(user, Permission.MANAGE_THRESHOLDS),
    }
    return render(request, "portfolio/threshold_set/list.html", context)


@everywhere(Permission.MANAGE_THRESHOLDS)
def threshold_create(request: HttpRequest) -> HttpResponse:
    form = ThresholdSetForm(request.POST or None)
    user: Any = request.user
    if saved(form, lambda: create_threshold_set(values=form.values, by=user, at=timezone.now())) is not None:
        messages.success(request, _("Threshold set created. Choose it on a portfolio to use it."))
        return redirect("portfolio:threshold-list")
    return _form_page(request, form)


@everywhere(Permission.MANAGE_THRESHOLDS)
def threshold_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    stored = get_object_or_404(ThresholdSet, uuid=uuid)
    # The form writes on its instance, so it gets one of its own.
    form = ThresholdSetForm(request.POST or None, instance=ThresholdSet.objects.get(pk=stored.pk))
    user: Any = request.user
    edited = saved(
        form,
        lambda: edit_threshold_set(
            thresholds=stored, values=form.values, version=opened_version(form), by=user, at=timezone.now()
        ),
    )
    if edited is not None:
        messages.success(request, _("Saved. The health of the projects concerned is being computed again."))
        return redirect("portfolio:threshold-list")
    return _form_page(request, form, stored)


def _form_page(request: HttpRequest, form: ThresholdSetForm, stored: ThresholdSet | None = None) -> HttpResponse:
    context = {"form": form, "stored": stored, "back": reverse("portfolio:threshold-list"), "tabs": admin_tabs(request)}
    return render(request, TEMPLATE, context)
