"""One change for the projects ticked in the table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pmo.core.errors import DomainError
from pmo.core.views.returning import page_asked
from projects.actions.project import bulk_edit_projects
from reporting.forms.bulk_edit import BulkEditForm


@require_POST
def bulk_edit(request: HttpRequest) -> HttpResponse:
    """All of the ticked projects or none; back to the list as it was."""
    form = BulkEditForm(request.POST, user=request.user)
    if not form.is_valid():
        words = [message for errors in form.errors.values() for message in errors]
        messages.error(request, _("Nothing was changed: %(why)s") % {"why": " ".join(words)})
        return redirect(back(request))
    try:
        changed = bulk_edit_projects(
            projects=form.cleaned_data["project"], values=form.values(), by=request.user, at=timezone.now()
        )
    except DomainError as error:
        messages.error(request, _("Nothing was changed: %(why)s") % {"why": error.message})
    else:
        words_done = ngettext("%(n)d project changed.", "%(n)d projects changed.", changed) % {"n": changed}
        messages.success(request, words_done)
    return redirect(back(request))


def back(request: HttpRequest) -> str:
    """Where the form came from, when that is a page of ours; else the table."""
    return page_asked(request) or "reporting:project-table"
