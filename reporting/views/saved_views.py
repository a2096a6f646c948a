"""Keeping and forgetting views of a list."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo.core.actions.saved_views import delete_view, save_view
from pmo.core.errors import DomainError
from pmo.core.models import SavedView
from reporting.forms.saved_view import SavedViewForm
from reporting.views.bulk_edit import back


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Keep the query string the form carries under a name."""
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        words = [message for errors in form.errors.values() for message in errors]
        messages.error(request, _("The view was not saved: %(why)s") % {"why": " ".join(words)})
        return redirect(back(request))
    try:
        view = save_view(**form.cleaned_data, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, _("The view was not saved: %(why)s") % {"why": error.message})
    else:
        messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
    return redirect(back(request))


@require_POST
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget one's own view."""
    view = get_object_or_404(SavedView, uuid=uuid, owner=request.user)
    try:
        delete_view(view=view, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("View “%(name)s” deleted.") % {"name": view.name})
    return redirect(reverse("reporting:project-table"))
