"""The words for permissions, and the way from an object to who sees it."""

from typing import Any

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from pmo.core.access import can
from pmo.core.roles import Permission

register = template.Library()

PERMISSION_LABELS: dict[Permission, str | Promise] = {
    Permission.VIEW: _("See"),
    Permission.VIEW_CONFIDENTIAL: _("See confidential projects"),
    Permission.EDIT_PROJECT: _("Edit projects"),
    Permission.EDIT_MONEY: _("Edit money"),
    Permission.EDIT_REGISTERS: _("Edit registers"),
    Permission.REPORT_STATUS: _("Publish status reports"),
    Permission.DECIDE: _("Take decisions, approve changes"),
    Permission.EDIT_PORTFOLIO: _("Edit portfolios and programmes"),
    Permission.IMPORT_DATA: _("Import files"),
    Permission.MANAGE_KPIS: _("Manage KPIs"),
    Permission.MANAGE_THRESHOLDS: _("Manage thresholds"),
    Permission.MANAGE_GRANTS: _("Manage grants"),
    Permission.ADMINISTER: _("Administer"),
}


@register.filter
def permission_label(permission: Permission) -> str:
    """The word for a permission."""
    return str(PERMISSION_LABELS[permission])


@register.simple_tag(takes_context=True)
def reach_url(context: template.Context, obj: Model) -> str:
    """Where it is said who sees the object and why; nothing for those who do not manage grants on it."""
    user: Any = context["request"].user
    if Permission.MANAGE_GRANTS not in context["held"] or not can(user, Permission.MANAGE_GRANTS, obj):
        return ""
    query = {"scope": obj._meta.model_name, "code": obj.code}  # type: ignore[attr-defined]
    return f"{reverse('core:admin-reach')}?{urlencode(query)}"
