"""Creating and editing a project."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can, can_anywhere
from pmo.core.views.saving import opened_version, saved
from projects.actions.project import create_project, edit_project
from projects.forms.project import ProjectForm
from projects.models import Project
from projects.views.visible import visible_project


def create(request: HttpRequest) -> HttpResponse:
    """A new project, in a portfolio or programme where the person may edit projects."""
    if not can_anywhere(request.user, Permission.EDIT_PROJECT):
        raise PermissionDenied
    form = ProjectForm(
        request.POST or None,
        initial={name: request.GET.get(name) for name in ("portfolio", "programme")},
        user=request.user,
        discloses=can_anywhere(request.user, Permission.VIEW_CONFIDENTIAL),
    )
    if request.method == "POST":
        made = saved(form, lambda: create_project(values=form.values, by=request.user, at=timezone.now()))
        if made:
            messages.success(request, _("The project %(code)s is created.") % {"code": made.code})
            return redirect(_page_of(made))
    return _page(request, form, _("New project"), reverse("reporting:project-table"))


def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Hidden projects are a 404, visible ones the person may not edit a 403."""
    project = visible_project(request.user, code)
    if not can(request.user, Permission.EDIT_PROJECT, project):
        raise PermissionDenied
    form = ProjectForm(
        request.POST or None,
        instance=project,
        user=request.user,
        discloses=can(request.user, Permission.VIEW_CONFIDENTIAL, project),
    )

    def save() -> Any:
        version = opened_version(form)
        return edit_project(project=project, values=form.values, version=version, by=request.user, at=timezone.now())

    if request.method == "POST":
        changed = saved(form, save)
        if changed:
            messages.success(request, _("Saved."))
            seen = Project.objects.visible_to(request.user).filter(pk=changed.pk).exists()
            return redirect(_page_of(changed) if seen else reverse("reporting:project-table"))
    return _page(request, form, _("Edit the project"), _page_of(visible_project(request.user, code)), project=project)


def _page_of(project: Project) -> str:
    return reverse("reporting:project", args=[project.code])


def _page(request: HttpRequest, form: ProjectForm, heading: str, back: str, **context: Any) -> HttpResponse:
    context |= {"form": form, "heading": heading, "back": back}
    return render(request, "projects/project/edit.html", context, status=422 if form.errors else 200)
