"""The words for permissions."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
