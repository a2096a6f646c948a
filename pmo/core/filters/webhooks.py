"""Filters of webhooks and of what was sent for them."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from pmo.core.enums import DeliveryState
from pmo.core.models import WebhookDelivery


class DeliveryFilter(filters.FilterSet):
    webhook = filters.UUIDFilter(label=_("Webhook (id)"), field_name="webhook__uuid")
    state = filters.MultipleChoiceFilter(label=_("State"), choices=DeliveryState.choices)
    event = filters.CharFilter(label=_("Event"), lookup_expr="startswith")

    class Meta:
        model = WebhookDelivery
        fields: list[str] = []
