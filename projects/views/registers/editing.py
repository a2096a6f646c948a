"""Writing one entry of a register."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can, can_anywhere
from pmo.core.errors import DomainError
from pmo.core.views.returning import page_asked
from pmo.core.views.saving import opened_version, saved
from projects.actions.register import DECIDED_FIELDS, amend_entry, is_decided, record_entry, remove_entry
from projects.models import Project, ProjectPart
from projects.queries.register import entries
from projects.views.registers.catalogue import Register
from projects.views.registers.listing import find_register
from projects.views.tables import Cell


def create(request: HttpRequest, register: str) -> HttpResponse:
    """A new entry in one of the projects where the person may write registers."""
    described = find_register(register)
    if not can_anywhere(request.user, Permission.EDIT_REGISTERS):
        raise PermissionDenied
    projects = Project.objects.visible_to(request.user, Permission.EDIT_REGISTERS)
    form = described.form(
        request.POST or None,
        initial={"project": request.GET.get("project"), described.begun: request.today},
        projects=projects,
        decides=can_anywhere(request.user, Permission.DECIDE),
    )
    if request.method == "POST" and saved(form, lambda: _record(request, described, form)):
        messages.success(request, _("Saved."))
        return redirect(_back(request, described))
    return _page(request, described, form, heading=described.add)


def entry(request: HttpRequest, register: str, uuid: UUID) -> HttpResponse:
    """One entry, to read."""
    described = find_register(register)
    found = get_object_or_404(entries(described.model, request.user), uuid=uuid)
    may = _rights(request, found)
    cells = [Cell.of(column, found) for column in described.columns[1:]]
    context = {"register": described, "entry": found, "cells": cells, "today": request.as_of, **may}
    return render(request, "projects/register/entry.html", context)


def edit(request: HttpRequest, register: str, uuid: UUID) -> HttpResponse:
    """Those who may only decide get the answer's fields, those who may only read a 403."""
    described = find_register(register)
    found = get_object_or_404(entries(described.model, request.user), uuid=uuid)
    may = _rights(request, found)
    if not may["may_edit"]:
        raise PermissionDenied
    form = described.form(request.POST or None, instance=found, edits=may["edits"], decides=may["decides"])

    def amend() -> Any:
        version = opened_version(form)
        return amend_entry(entry=found, values=form.values, version=version, by=request.user, at=timezone.now())

    if request.method == "POST" and saved(form, amend):
        messages.success(request, _("Saved."))
        return redirect(_back(request, described, found.project))
    return _page(request, described, form, heading=described.edit, entry=found, **may)


def delete(request: HttpRequest, register: str, uuid: UUID) -> HttpResponse:
    """Asks once, then deletes."""
    described = find_register(register)
    found = get_object_or_404(entries(described.model, request.user), uuid=uuid)
    if not _rights(request, found)["may_delete"]:
        raise PermissionDenied
    error = ""
    if request.method == "POST":
        try:
            remove_entry(entry=found, by=request.user, at=timezone.now())
        except DomainError as refusal:
            error = refusal.message
        else:
            messages.success(request, _("“%(title)s” is deleted; its history stays.") % {"title": found})
            return redirect(_back(request, described, found.project))
    context = {"register": described, "entry": found, "error": error, "back": _back(request, described, found.project)}
    return render(request, "projects/register/delete.html", context)


def _rights(request: HttpRequest, found: ProjectPart) -> dict[str, bool]:
    """What the person may do to this entry; decided ones are for those who decide."""
    edits = can(request.user, Permission.EDIT_REGISTERS, found.project)
    decides = can(request.user, Permission.DECIDE, found.project)
    open_to_editors = edits and (decides or not is_decided(found))
    return {
        "edits": edits,
        "decides": decides,
        "may_edit": open_to_editors or (decides and type(found) in DECIDED_FIELDS),
        "may_delete": open_to_editors,
    }


def _record(request: HttpRequest, described: Register, form: Any) -> Any:
    values = form.values
    project = values.pop("project")
    return record_entry(model=described.model, project=project, values=values, by=request.user, at=timezone.now())


def _back(request: HttpRequest, described: Register, project: Project | None = None) -> str:
    """The page the person came from when it is ours, else the register of the project."""
    if asked := page_asked(request):
        return asked
    code = project.code if project else request.GET.get("project", "")
    listing = reverse("projects:register", args=[described.slug])
    return f"{listing}?{urlencode({'project': code})}" if code else listing


def _page(request: HttpRequest, described: Register, form: Any, **context: Any) -> HttpResponse:
    entry = context.get("entry")
    context |= {"register": described, "form": form, "back": _back(request, described, entry and entry.project)}
    return render(request, "projects/register/edit.html", context, status=422 if form.errors else 200)
