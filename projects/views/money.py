"""The money of a project: its lines and their totals, and writing one line."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmo.core.access import Permission, can
from pmo.core.errors import DomainError
from pmo.core.views.saving import opened_version, saved
from projects.actions.money import add_line, delete_line, edit_line
from projects.forms.money import ActualCostForm, BudgetLineForm, CommitmentForm, ForecastForm, LineForm
from projects.models import ActualCost, BudgetLine, Commitment, Forecast, Project, ProjectPart
from projects.queries.money import money_of
from projects.views.visible import visible_project


@dataclass(frozen=True)
class Kind:
    """One kind of money line; ``begun`` is the date that a new line fills with today."""

    model: type[ProjectPart]
    form: type[LineForm]
    add: Any
    edit: Any
    begun: str


KINDS = {
    "budget": Kind(
        BudgetLine,
        BudgetLineForm,
        gettext_lazy("New budget line"),
        gettext_lazy("Edit the budget line"),
        "approved_on",
    ),
    "commitments": Kind(
        Commitment, CommitmentForm, gettext_lazy("New commitment"), gettext_lazy("Edit the commitment"), "ordered_on"
    ),
    "actuals": Kind(
        ActualCost,
        ActualCostForm,
        gettext_lazy("New actual cost"),
        gettext_lazy("Edit the actual cost"),
        "posting_date",
    ),
    "forecasts": Kind(
        Forecast, ForecastForm, gettext_lazy("New forecast"), gettext_lazy("Edit the forecast"), "made_on"
    ),
}


def money(request: HttpRequest, code: str) -> HttpResponse:
    """Every line of the project; totals are of what is in force at the date looked at."""
    project = visible_project(request.user, code)
    context = {
        "project": project,
        "money": money_of(project, request.as_of),
        "may_edit": can(request.user, Permission.EDIT_MONEY, project),
    }
    return render(request, "projects/money/page.html", context)


def add(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    project, described = _editable(request, code, kind)
    initial = {"currency": project.currency, described.begun: request.today}
    form = described.form(request.POST or None, initial=initial)

    def save() -> Any:
        return add_line(model=described.model, project=project, values=form.values, by=request.user, at=timezone.now())

    if request.method == "POST" and saved(form, save):
        return _saved(request, project)
    return _page(request, project, form, described.add, kind)


def edit(request: HttpRequest, code: str, kind: str, uuid: UUID) -> HttpResponse:
    project, described = _editable(request, code, kind)
    line = get_object_or_404(described.model.objects.filter(project=project), uuid=uuid)
    form = described.form(request.POST or None, instance=line)

    def save() -> Any:
        version = opened_version(form)
        return edit_line(line=line, values=form.values, version=version, by=request.user, at=timezone.now())

    if request.method == "POST" and saved(form, save):
        return _saved(request, project)
    return _page(request, project, form, described.edit, kind, line=line)


def delete(request: HttpRequest, code: str, kind: str, uuid: UUID) -> HttpResponse:
    """Asks once, then deletes."""
    project, described = _editable(request, code, kind)
    line = get_object_or_404(described.model.objects.filter(project=project), uuid=uuid)
    error = ""
    if request.method == "POST":
        try:
            delete_line(line=line, by=request.user, at=timezone.now())
        except DomainError as refusal:
            error = refusal.message
        else:
            messages.success(request, _("The line is deleted; its history stays."))
            return redirect(_money_page(project))
    context = {"project": project, "line": line, "error": error, "back": _money_page(project)}
    return render(request, "projects/money/delete.html", context)


def _editable(request: HttpRequest, code: str, kind: str) -> tuple[Project, Kind]:
    """The project and the kind of line, for somebody who may write money there."""
    project = visible_project(request.user, code)
    if kind not in KINDS:
        raise Http404(kind)
    if not can(request.user, Permission.EDIT_MONEY, project):
        raise PermissionDenied
    return project, KINDS[kind]


def _saved(request: HttpRequest, project: Project) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(_money_page(project))


def _money_page(project: Project) -> str:
    return reverse("projects:project-money", args=[project.code])


def _page(
    request: HttpRequest, project: Project, form: LineForm, heading: Any, kind: str, **context: Any
) -> HttpResponse:
    context |= {"project": project, "form": form, "heading": heading, "kind": kind, "back": _money_page(project)}
    return render(request, "projects/money/edit.html", context, status=422 if form.errors else 200)
