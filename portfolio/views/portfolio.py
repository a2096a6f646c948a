"""Creating and editing portfolios."""

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
from portfolio.actions.portfolio import create_portfolio, edit_portfolio
from portfolio.forms.portfolio import PortfolioForm
from portfolio.models import Portfolio

TEMPLATE = "portfolio/portfolio/form.html"


def portfolio_create(request: HttpRequest) -> HttpResponse:
    """A new portfolio; ``?parent=CODE`` puts it under another."""
    user: Any = request.user
    if not can_anywhere(user, Permission.EDIT_PORTFOLIO):
        raise PermissionDenied
    parent = Portfolio.objects.visible_to(user).filter(code=request.GET.get("parent", "")).first()
    form = PortfolioForm(request.POST or None, initial={"parent": parent}, user=user)
    made = saved(form, lambda: create_portfolio(**form.values, by=user, at=timezone.now()))
    if made is not None:
        messages.success(request, _("Portfolio created."))
        return redirect("reporting:portfolio-dashboard", made.code)
    return render(request, TEMPLATE, {"form": form, "back": reverse("reporting:portfolio-list")})


def portfolio_edit(request: HttpRequest, code: str) -> HttpResponse:
    user: Any = request.user
    portfolio = get_object_or_404(Portfolio.objects.visible_to(user), code=code)
    if not can(user, Permission.EDIT_PORTFOLIO, portfolio):
        raise PermissionDenied
    # The form writes on its instance, so it gets one of its own.
    form = PortfolioForm(request.POST or None, instance=Portfolio.objects.get(pk=portfolio.pk), user=user)
    edited = saved(
        form,
        lambda: edit_portfolio(
            portfolio=portfolio, values=form.values, version=opened_version(form), by=user, at=timezone.now()
        ),
    )
    if edited is not None:
        messages.success(request, _("Saved."))
        return redirect("reporting:portfolio-dashboard", edited.code)
    back = reverse("reporting:portfolio-dashboard", args=[portfolio.code])
    return render(request, TEMPLATE, {"form": form, "portfolio": portfolio, "back": back})
