"""Permissions, roles, and the one table between them."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    VIEW = "view"
    VIEW_CONFIDENTIAL = "view_confidential"
    EDIT_PROJECT = "edit_project"
    EDIT_MONEY = "edit_money"
    EDIT_REGISTERS = "edit_registers"
    REPORT_STATUS = "report_status"
    DECIDE = "decide"
    EDIT_PORTFOLIO = "edit_portfolio"
    IMPORT_DATA = "import_data"
    MANAGE_KPIS = "manage_kpis"
    MANAGE_THRESHOLDS = "manage_thresholds"
    MANAGE_GRANTS = "manage_grants"
    ADMINISTER = "administer"


class Role(models.TextChoices):
    TEAM_MEMBER = "team_member", _("Team member")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    EXECUTIVE = "executive", _("Executive / sponsor")
    PMO_ANALYST = "pmo_analyst", _("PMO analyst")
    PMO_MANAGER = "pmo_manager", _("PMO manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    READER = "reader", _("Reader")


P = Permission
_READ = frozenset({P.VIEW})
_MANAGE = _READ | {P.EDIT_PROJECT, P.EDIT_MONEY, P.EDIT_REGISTERS, P.REPORT_STATUS}
_ANALYSE = _MANAGE | {P.EDIT_PORTFOLIO, P.IMPORT_DATA, P.MANAGE_KPIS}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: _READ,
    Role.TEAM_MEMBER: frozenset({P.VIEW, P.EDIT_REGISTERS}),
    Role.PROJECT_MANAGER: _MANAGE,
    Role.EXECUTIVE: _READ | {P.VIEW_CONFIDENTIAL, P.DECIDE},
    Role.PMO_ANALYST: _ANALYSE,
    Role.PMO_MANAGER: _ANALYSE | {P.VIEW_CONFIDENTIAL, P.DECIDE, P.MANAGE_THRESHOLDS, P.MANAGE_GRANTS},
    Role.ADMINISTRATOR: frozenset(Permission),
}


def roles_with(permission: Permission) -> list[str]:
    """The roles that carry the permission."""
    return [role.value for role, permissions in PERMISSIONS.items() if permission in permissions]
