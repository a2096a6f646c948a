"""A person's own account: profile, and the devices they are signed in on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo.core.actions.account import edit_profile
from pmo.core.actions.sessions import end_sessions
from pmo.core.forms.account import ProfileForm
from pmo.core.models import User
from pmo.core.queries.sessions import sessions_of
from pmo.core.views.account_tabs import account_tabs
from pmo.core.views.saving import saved


def profile(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if saved(form, lambda: edit_profile(person=user, values=form.cleaned_data, by=user, at=timezone.now())) is not None:
        messages.success(request, _("Saved."))
        return redirect("core:account-profile")
    return render(request, "core/account/profile.html", {"tabs": account_tabs(request), "form": form})


def sessions(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    devices = sessions_of(user, current=request.session.session_key)
    return render(request, "core/account/sessions.html", {"tabs": account_tabs(request), "devices": devices})


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End one session of the person's own, or all but the one that asks."""
    user: Any = request.user
    one = request.POST.get("session", "")
    ended = end_sessions(
        person=user,
        only=int(one) if one.isdecimal() else None,
        keep=request.session.session_key,
        by=user,
        at=timezone.now(),
    )
    if ended:
        messages.success(request, _("Ended. That browser must sign in again."))
    return redirect("core:account-sessions")
