"""Starting and stopping to look at the pages as somebody else. What it means is in pmo/core/middleware/see_as.py."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from pmo.core.access import Permission
from pmo.core.actions.see_as import start_seeing_as
from pmo.core.errors import DomainError
from pmo.core.middleware.see_as import SEEN
from pmo.core.models import User
from pmo.core.views.guard import everywhere


@require_POST
@everywhere(Permission.ADMINISTER)
def start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(User, uuid=uuid)
    try:
        start_seeing_as(person=person, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("core:admin-person", uuid)
    request.session[SEEN] = str(person.uuid)
    return redirect("/")


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """The middleware has already given the administrator their own pages back."""
    person = request.seen_before  # type: ignore[attr-defined]
    return redirect("core:admin-person", person.uuid) if person else redirect("/")
