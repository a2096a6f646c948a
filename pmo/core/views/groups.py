"""Administration of groups: their names, members and the roles they hold."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.groups import add_members, create_group, delete_group, remove_members, rename_group
from pmo.core.errors import DomainError
from pmo.core.forms.groups import AddMembersForm, GroupFilter, GroupForm, RemoveMembersForm
from pmo.core.queries.groups import grants_of_group, groups_like, members_of
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import anywhere, everywhere
from pmo.core.views.saving import saved


@anywhere(Permission.MANAGE_GRANTS)
def group_list(request: HttpRequest) -> HttpResponse:
    form = GroupFilter(request.GET)
    groups = groups_like(request.user, form.data.get("q", "").strip())  # type: ignore[arg-type]
    page = Paginator(groups, 50).get_page(request.GET.get("page"))
    return render(request, "core/admin/groups.html", _context(request) | {"form": form, "page": page})


@everywhere(Permission.MANAGE_GRANTS)
def group_create(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST or None)
    user: Any = request.user
    group = saved(form, lambda: create_group(name=form.cleaned_data["name"], by=user, at=timezone.now()))
    if group is not None:
        messages.success(request, _("The group is there. Add its members, then grant it a role."))
        return redirect("core:admin-group", group.pk)
    return render(request, "core/admin/group_new.html", _context(request) | {"form": form})


@anywhere(Permission.MANAGE_GRANTS)
def group_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Members and roles of a group; posting renames it."""
    group = get_object_or_404(Group, pk=pk)
    names = {"name": group.name, "opened_name": group.name}
    form = GroupForm(request.POST or None, initial=names)
    user: Any = request.user
    if saved(form, lambda: rename_group(group=group, **form.cleaned_data, by=user, at=timezone.now())) is not None:
        messages.success(request, _("Saved."))
        return redirect("core:admin-group", pk)
    if request.POST.get("name", "").strip():
        form.reopen(group.name)
    return _shown(request, group, form, AddMembersForm())


@require_POST
@everywhere(Permission.MANAGE_GRANTS)
def group_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Add people, or take the ticked ones out."""
    group, user = get_object_or_404(Group, pk=pk), request.user
    if request.POST.get("what") == "remove":
        leaving = RemoveMembersForm(request.POST)
        people = leaving.cleaned_data["users"] if leaving.is_valid() else []
        return _done(request, group, lambda: remove_members(group=group, users=people, by=user, at=timezone.now()))  # type: ignore[arg-type]
    form = AddMembersForm(request.POST)
    if not form.is_valid():
        return _shown(request, group, GroupForm(initial={"name": group.name, "opened_name": group.name}), form)
    people = form.cleaned_data["people"]
    return _done(request, group, lambda: add_members(group=group, users=people, by=user, at=timezone.now()))  # type: ignore[arg-type]


@require_POST
@everywhere(Permission.MANAGE_GRANTS)
def group_delete(request: HttpRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(Group, pk=pk)
    try:
        delete_group(group=group, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("core:admin-group", pk)
    messages.success(request, _("The group is gone; its former members keep their own roles."))
    return redirect("core:admin-groups")


def _done(request: HttpRequest, group: Group, change: Any) -> HttpResponse:
    try:
        n = change()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, ngettext("%(n)d membership changed.", "%(n)d memberships changed.", n) % {"n": n})
    return redirect("core:admin-group", group.pk)


def _shown(request: HttpRequest, group: Group, form: GroupForm, add_form: AddMembersForm) -> HttpResponse:
    context = _context(request) | {
        "group": group,
        "form": form,
        "add_form": add_form,
        "members": members_of(group),
        "grants": grants_of_group(request.user, group),  # type: ignore[arg-type]
    }
    return render(request, "core/admin/group.html", context)


def _context(request: HttpRequest) -> dict[str, Any]:
    return {
        "tabs": admin_tabs(request),
        "may_edit_groups": can_everywhere(request.user, Permission.MANAGE_GRANTS),  # type: ignore[arg-type]
    }
