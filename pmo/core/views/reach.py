"""Who sees what and why, and everything a person may do."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from pmo.core.access import Permission
from pmo.core.export import FORMATS, table_response
from pmo.core.forms.grants import ReachForm
from pmo.core.models import User
from pmo.core.queries.grants import explain_reach, grants_reaching, permissions_on
from pmo.core.queries.reach import effective_rights, why_not
from pmo.core.ui.permissions import permission_label
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import anywhere


@anywhere(Permission.MANAGE_GRANTS)
def reach(request: HttpRequest) -> HttpResponse:
    """Which grants let a person, or everybody, reach an object; what they may do there, or what keeps them out."""
    form = ReachForm(request.GET if "scope" in request.GET else None, initial=request.GET.dict(), user=request.user)  # type: ignore[arg-type]
    context: dict[str, object] = {"tabs": admin_tabs(request), "form": form}
    if form.is_valid():
        person, target = form.cleaned_data["person"], form.cleaned_data["target"]
        context |= {"asked": True, "target": target, "person": person}
        context |= _of_person(person, target) if person else {"reaches": grants_reaching(target)}
    return render(request, "core/admin/reach.html", context)


@anywhere(Permission.MANAGE_GRANTS)
def person_rights(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A file of everything the person may do, on the objects where the reader manages grants."""
    person = get_object_or_404(User, uuid=uuid)
    headers = [_("Scope"), _("Code"), _("Name"), *map(permission_label, Permission)]
    rows = (
        [rights.scope.label, rights.code, rights.name, *(_told(each in rights.permissions) for each in Permission)]
        for rights in effective_rights(request.user, person)  # type: ignore[arg-type]
    )
    wanted = request.GET.get("format", "")
    return table_response(wanted if wanted in FORMATS else "csv", f"{person.username}", headers, rows)


def _of_person(person: User, target: object) -> dict[str, object]:
    held = permissions_on(person, target)  # type: ignore[arg-type]
    return {
        "reaches": explain_reach(person, target),  # type: ignore[arg-type]
        "permissions": [permission for permission in Permission if permission in held],
        "why_not": why_not(person, target),  # type: ignore[arg-type]
    }


def _told(held: bool) -> str:
    return _("yes") if held else ""
