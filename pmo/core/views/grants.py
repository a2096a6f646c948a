"""Administration of grants: who holds which role where."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pmo.core.access import Permission
from pmo.core.actions.grants import give_everywhere, revoke_grant, revoke_grants
from pmo.core.errors import DomainError
from pmo.core.export import FORMATS, table_response
from pmo.core.forms.grants import GrantFilter, GrantForm
from pmo.core.models import Grant
from pmo.core.queries.grants import grants_managed_by, search_grants
from pmo.core.queries.reach import intended_grants
from pmo.core.roles import Role
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import anywhere
from pmo.core.views.saving import saved


@anywhere(Permission.MANAGE_GRANTS)
def grant_list(request: HttpRequest) -> HttpResponse:
    """Who holds what where; as CSV or XLSX too."""
    form = GrantFilter(request.GET)
    criteria = form.cleaned_data if form.is_valid() else {}
    grants = search_grants(grants_managed_by(request.user), **criteria)  # type: ignore[arg-type]
    if request.GET.get("format") in FORMATS:
        headers = [_("Holder"), _("Login"), _("Group"), _("Role"), _("Scope"), _("Code"), _("Name"), _("Since")]
        name = f"{slugify(_('Grants'))}-{timezone.localdate().isoformat()}"
        return table_response(request.GET["format"], name, headers, map(_row, grants))
    context = {
        "tabs": admin_tabs(request),
        "form": form,
        "page": Paginator(grants, 50).get_page(request.GET.get("page")),
    }
    return render(request, "core/admin/grants.html", context)


@anywhere(Permission.MANAGE_GRANTS)
def grant_create(request: HttpRequest) -> HttpResponse:
    """Give one role to several people and groups on several scopes, after a look at what that changes."""
    user: Any = request.user
    form = GrantForm(request.POST or None, initial=_asked(request), user=user)
    context = {"tabs": admin_tabs(request), "form": form}
    if "preview" in request.POST:
        context |= {"intended": intended_grants(**_chosen(form))} if form.is_valid() else {}
        return render(request, "core/admin/grant_new.html", context)
    given = saved(form, lambda: give_everywhere(**_chosen(form), by=user, at=timezone.now()))
    if given is not None:
        messages.success(request, ngettext("%(n)d grant given.", "%(n)d grants given.", len(given)) % {"n": len(given)})
        return redirect("core:admin-grants")
    return render(request, "core/admin/grant_new.html", context)


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


@require_POST
@anywhere(Permission.MANAGE_GRANTS)
def grants_revoke(request: HttpRequest) -> HttpResponse:
    """Take the ticked grants back, all or none."""
    try:
        chosen = list(grants_managed_by(request.user).filter(uuid__in=request.POST.getlist("grant")))  # type: ignore[arg-type]
        n = revoke_grants(grants=chosen, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except ValidationError:
        messages.error(request, _("Choose grants from the list."))
    except DomainError as error:
        messages.error(request, _("Nothing was changed: %(why)s") % {"why": error.message})
    else:
        messages.success(request, ngettext("%(n)d grant taken back.", "%(n)d grants taken back.", n) % {"n": n})
    return redirect("core:admin-grants")


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the link that leads here already knows: people, groups, and a scope with its code."""
    scope, code = request.GET.get("scope", ""), request.GET.get("code", "")
    return {
        "users": request.GET.getlist("user"),
        "groups": request.GET.getlist("group"),
        "organisation": scope == "organisation",
        f"{scope}s": code,
    }


def _chosen(form: GrantForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {"role": Role(data["role"]), **{name: data[name] for name in ("targets", "users", "groups")}}


def _row(grant: Grant) -> list[Any]:
    target: Any = grant.target
    return [
        grant.user or grant.group,
        grant.user.username if grant.user else "",
        grant.group.name if grant.group else "",
        grant.get_role_display(),
        grant.get_scope_display(),
        target.code if target else "",
        target.name if target else "",
        grant.created_at.date(),
    ]
