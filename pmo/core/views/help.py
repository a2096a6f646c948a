"""Help: the keyboard, the measures, the roles, and what grey means."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pmo.core.roles import PERMISSIONS, Permission
from pmo.core.ui.permissions import PERMISSION_LABELS


def help_page(request: HttpRequest) -> HttpResponse:
    roles = list(PERMISSIONS)
    rows = [
        {"label": PERMISSION_LABELS[permission], "held": [permission in PERMISSIONS[role] for role in roles]}
        for permission in Permission
    ]
    return render(request, "core/help/page.html", {"roles": roles, "rows": rows})
