"""What administrators do for somebody who lost a phone or a laptop."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pmo.core.access import Permission
from pmo.core.actions.second_factors import reset_second_factors
from pmo.core.actions.sessions import end_sessions
from pmo.core.errors import DomainError
from pmo.core.models import User
from pmo.core.views.guard import everywhere


@require_POST
@everywhere(Permission.ADMINISTER)
def person_sessions_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(User, uuid=uuid)
    keep = request.session.session_key if person == request.user else None
    n = end_sessions(person=person, keep=keep, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, ngettext("%(n)d session ended.", "%(n)d sessions ended.", n) % {"n": n})
    return redirect("core:admin-person", uuid)


@require_POST
@everywhere(Permission.ADMINISTER)
def person_factors_reset(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(User, uuid=uuid)
    try:
        reset_second_factors(person=person, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Second factors and recovery codes are gone; sessions have ended."))
    return redirect("core:admin-person", uuid)
