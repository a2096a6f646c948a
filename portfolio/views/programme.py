"""Creating and editing programmes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can, can_anywhere
from pmo.core.views.saving import opened_version, saved
from portfolio.actions.programme import create_programme, edit_programme
from portfolio.forms.programme import ProgrammeForm
from portfolio.models import Portfolio, Programme

TEMPLATE = "portfolio/programme/form.html"


def programme_create(request: HttpRequest) -> HttpResponse:
    """A new programme; ``?portfolio=CODE`` chooses its portfolio."""
    user: Any = request.user
    if not can_anywhere(user, Permission.EDIT_PORTFOLIO):
        raise PermissionDenied
    portfolio = Portfolio.objects.visible_to(user).filter(code=request.GET.get("portfolio", "")).first()
    form = ProgrammeForm(request.POST or None, initial={"portfolio": portfolio}, user=user)
    made = saved(form, lambda: create_programme(**form.values, by=user, at=timezone.now()))
    if made is not None:
        messages.success(request, _("Programme created."))
        return redirect("reporting:programme-dashboard", made.code)
    return render(request, TEMPLATE, {"form": form, "back": reverse("reporting:portfolio-list")})


def programme_edit(request: HttpRequest, code: str) -> HttpResponse:
    user: Any = request.user
    programme = get_object_or_404(Programme.objects.visible_to(user), code=code)
    if not can(user, Permission.EDIT_PORTFOLIO, programme):
        raise PermissionDenied
    # The form writes on its instance, so it gets one of its own.
    form = ProgrammeForm(request.POST or None, instance=Programme.objects.get(pk=programme.pk), user=user)
    edited = saved(
        form,
        lambda: edit_programme(
            programme=programme, values=form.values, version=opened_version(form), by=user, at=timezone.now()
        ),
    )
    if edited is not None:
        messages.success(request, _("Saved."))
        return redirect("reporting:programme-dashboard", edited.code)
    back = reverse("reporting:programme-dashboard", args=[programme.code])
    return render(request, TEMPLATE, {"form": form, "programme": programme, "back": back})
