"""Administration of grants: who holds which role where, and why somebody sees an object."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pmo.core.access import Permission
from pmo.core.actions.grants import give_grants, revoke_grant
from pmo.core.errors import DomainError
from pmo.core.forms.grants import GrantFilter, GrantForm, ReachForm
from pmo.core.queries.grants import explain_reach, grants_managed_by, permissions_on, search_grants
from pmo.core.roles import Role
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import anywhere
from pmo.core.views.saving import saved


@anywhere(Permission.MANAGE_GRANTS)
def grant_list(request: HttpRequest) -> HttpResponse:
    form = GrantFilter(request.GET)
    criteria = form.cleaned_data if form.is_valid() else {}
    grants = search_grants(grants_managed_by(request.user), **criteria)  # type: ignore[arg-type]
    page = Paginator(grants, 50).get_page(request.GET.get("page"))
    return render(request, "core/admin/grants.html", {"tabs": admin_tabs(request), "form": form, "page": page})


@anywhere(Permission.MANAGE_GRANTS)
def grant_create(request: HttpRequest) -> HttpResponse:
    """Give one role to several people and groups on one scope."""
    initial = {"users": request.GET.getlist("user"), "scope": request.GET.get("scope"), "code": request.GET.get("code")}
    form = GrantForm(request.POST or None, initial=initial, user=request.user)  # type: ignore[arg-type]
    user: Any = request.user

    def give() -> Any:
        data = form.cleaned_data
        people = {"users": data["users"], "groups": data["groups"]}
        return give_grants(role=Role(data["role"]), target=data["target"], **people, by=user, at=timezone.now())

    given = saved(form, give)
    if given is not None:
        messages.success(request, ngettext("%(n)d grant given.", "%(n)d grants given.", len(given)) % {"n": len(given)})
        return redirect("core:admin-grants")
    return render(request, "core/admin/grant_new.html", {"tabs": admin_tabs(request), "form": form})


@require_POST
@anywhere(Permission.MANAGE_GRANTS)
def grant_revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    grant = get_object_or_404(grants_managed_by(request.user), uuid=uuid)  # type: ignore[arg-type]
    try:
        revoke_grant(grant=grant, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The grant is taken back."))
    return redirect("core:admin-grants")


@anywhere(Permission.MANAGE_GRANTS)
def reach(request: HttpRequest) -> HttpResponse:
    """Which grants let a person reach an object, and what they may do there."""
    form = ReachForm(request.GET or None, user=request.user)  # type: ignore[arg-type]
    context: dict[str, object] = {"tabs": admin_tabs(request), "form": form}
    if form.is_valid():
        person, target = form.cleaned_data["person"], form.cleaned_data["target"]
        held = permissions_on(person, target)
        context |= {
            "person": person,
            "target": target,
            "reaches": explain_reach(person, target),
            "permissions": [permission for permission in Permission if permission in held],
        }
    return render(request, "core/admin/reach.html", context)
