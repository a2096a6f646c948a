"""Administration of webhooks."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pmo.core.access import Permission
from pmo.core.actions.deliveries import ping_webhook, send_again
from pmo.core.actions.webhooks import (
    create_webhook,
    delete_webhook,
    edit_webhook,
    rotate_secret,
    set_webhook_active,
)
from pmo.core.errors import DomainError
from pmo.core.forms.webhooks import DeliveryFilter, WebhookForm, events_offered, verbs_offered
from pmo.core.models import Webhook, WebhookDelivery
from pmo.core.queries.webhooks import delivery_log, secret_of, webhooks
from pmo.core.views.admin_tabs import admin_tabs
from pmo.core.views.guard import everywhere
from pmo.core.views.saving import opened_version, saved

# In the session, the webhook whose secret the next page shows: once, and only to the person who made it.
SHOW_SECRET = "webhook_to_show"  # noqa: S105


@everywhere(Permission.ADMINISTER)
def webhook_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(webhooks(), 50).get_page(request.GET.get("page"))
    return render(request, "core/webhooks/list.html", {"tabs": admin_tabs(request), "page": page})


@everywhere(Permission.ADMINISTER)
def webhook_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = WebhookForm(request.POST or None, by=user)
    made = saved(form, lambda: create_webhook(values=form.values, by=user, at=timezone.now()))
    if made is not None:
        return _show_secret(request, made)
    return render(request, "core/webhooks/form.html", _form_context(request, form))


@everywhere(Permission.ADMINISTER)
def webhook_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user: Any = request.user
    webhook = get_object_or_404(Webhook, uuid=uuid)
    form = WebhookForm(request.POST or None, instance=get_object_or_404(Webhook, uuid=uuid), by=user)

    def edit() -> Webhook:
        version = opened_version(form)
        return edit_webhook(webhook=webhook, values=form.values, version=version, by=user, at=timezone.now())

    if saved(form, edit) is not None:
        messages.success(request, _("Saved."))
        return redirect("core:admin-webhook", uuid)
    return render(request, "core/webhooks/form.html", _form_context(request, form) | {"webhook": webhook})


@never_cache
@everywhere(Permission.ADMINISTER)
def webhook_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The webhook and its log; right after its secret was made, the secret, once."""
    webhook = get_object_or_404(webhooks(), uuid=uuid)
    form = DeliveryFilter(request.GET)
    criteria = form.cleaned_data if form.is_valid() else {}
    shown = request.session.get(SHOW_SECRET) == str(uuid)
    if shown:
        del request.session[SHOW_SECRET]
    context = {
        "tabs": admin_tabs(request),
        "webhook": webhook,
        "secret": secret_of(webhook) if shown else "",
        "form": form,
        "page": Paginator(delivery_log(webhook, **criteria), 50).get_page(request.GET.get("page")),
        "now": timezone.now(),
    }
    return render(request, "core/webhooks/detail.html", context)


@require_POST
@everywhere(Permission.ADMINISTER)
def webhook_rotate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user: Any = request.user
    webhook = get_object_or_404(Webhook, uuid=uuid)
    return _show_secret(request, rotate_secret(webhook=webhook, by=user, at=timezone.now()))


@require_POST
@everywhere(Permission.ADMINISTER)
def webhook_active(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Pause it, or let it go on."""
    user: Any = request.user
    active = request.POST.get("active") == "yes"
    webhook = get_object_or_404(Webhook, uuid=uuid)
    set_webhook_active(webhook=webhook, active=active, by=user, at=timezone.now())
    messages.success(request, _("The webhook is on again.") if active else _("The webhook is paused."))
    return redirect("core:admin-webhook", uuid)


@require_POST
@everywhere(Permission.ADMINISTER)
def webhook_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user: Any = request.user
    delete_webhook(webhook=get_object_or_404(Webhook, uuid=uuid), by=user, at=timezone.now())
    messages.success(request, _("The webhook and its log are gone."))
    return redirect("core:admin-webhooks")


@require_POST
@everywhere(Permission.ADMINISTER)
def webhook_ping(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user: Any = request.user
    webhook = get_object_or_404(webhooks(), uuid=uuid)
    return _sent(request, webhook, lambda: ping_webhook(webhook=webhook, by=user, at=timezone.now()))


@everywhere(Permission.ADMINISTER)
def delivery_detail(request: HttpRequest, uuid: UUID, delivery_uuid: UUID) -> HttpResponse:
    delivery = _delivery(uuid, delivery_uuid)
    context = {"tabs": admin_tabs(request), "webhook": delivery.webhook, "delivery": delivery}
    return render(request, "core/webhooks/delivery.html", context)


@require_POST
@everywhere(Permission.ADMINISTER)
def delivery_again(request: HttpRequest, uuid: UUID, delivery_uuid: UUID) -> HttpResponse:
    user: Any = request.user
    delivery = _delivery(uuid, delivery_uuid)
    return _sent(request, delivery.webhook, lambda: send_again(delivery=delivery, by=user, at=timezone.now()))


def _delivery(uuid: UUID, delivery_uuid: UUID) -> WebhookDelivery:
    deliveries = WebhookDelivery.objects.select_related("webhook__owner")
    return get_object_or_404(deliveries, uuid=delivery_uuid, webhook__uuid=uuid)


def _sent(request: HttpRequest, webhook: Webhook, send: Callable[[], WebhookDelivery]) -> HttpResponse:
    """To the page of the delivery, which says how it went; back to the webhook after a refusal."""
    try:
        delivery = send()
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("core:admin-webhook", webhook.uuid)
    return redirect("core:admin-delivery", webhook.uuid, delivery.uuid)


def _show_secret(request: HttpRequest, webhook: Webhook) -> HttpResponse:
    request.session[SHOW_SECRET] = str(webhook.uuid)
    return redirect("core:admin-webhook", webhook.uuid)


def _form_context(request: HttpRequest, form: WebhookForm) -> dict[str, Any]:
    return {"tabs": admin_tabs(request), "form": form, "kinds": events_offered(), "verbs": verbs_offered()}
