"""A person's tokens: what programs sign in with."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pmo.core.actions.api_tokens import create_token, revoke_token
from pmo.core.forms.api_tokens import TokenForm
from pmo.core.models import TokenAccess
from pmo.core.queries.api_tokens import tokens_in_sight, tokens_of
from pmo.core.views.account_tabs import account_tabs
from pmo.core.views.returning import page_asked
from pmo.core.views.saving import saved


@never_cache
@reauthentication_required(allow_get=True)
def token_list(request: HttpRequest) -> HttpResponse:
    """The tokens, and the form of a new one; the answer to that form is the only page that ever shows its key."""
    user: Any = request.user
    now = timezone.now()
    form = TokenForm(request.POST or None)

    def create() -> Any:
        data = form.cleaned_data
        ends = now + timedelta(days=data["days"])
        return create_token(name=data["name"], access=TokenAccess(data["access"]), expires=ends, by=user, at=now)

    made = saved(form, create) if request.method == "POST" else None
    context = {
        "tabs": account_tabs(request),
        "form": TokenForm() if made else form,
        "made": made and made[0],
        "key": made and made[1],
        "tokens": tokens_of(user),
        "now": now,
    }
    return render(request, "core/account/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def token_revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user: Any = request.user
    token = get_object_or_404(tokens_in_sight(user), uuid=uuid)
    revoke_token(token=token, by=user, at=timezone.now())
    messages.success(request, _("“%(name)s” is revoked: it opens nothing any more.") % {"name": token.name})
    return redirect(page_asked(request) or "core:account-tokens")
