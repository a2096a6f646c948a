"""The role that comes and goes with managing a project.

Naming a manager gives them the role on the project, as everybody expects, and needs no right to manage grants: the
trail keeps both. A confidential project is opened to nobody that way: there it takes the right to see what is
confidential, or to grant.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, Role, can
from pmo.core.errors import NotAllowed
from pmo.core.models import Grant, User
from pmo.core.models.grant import Scope
from projects.models import Project


def hand_over(*, project: Project, former: User | None, by: User | None, at: datetime) -> None:
    """Give the manager of the project the role on it and take it from ``former``, in the caller's transaction.

    Grants held elsewhere, or in another role, stay as they are.
    """
    if former == project.manager:
        return
    on_it = Grant.objects.filter(project=project, scope=Scope.PROJECT, role=Role.PROJECT_MANAGER)
    if former:
        for grant in on_it.select_for_update().filter(user=former):
            changes = audit.changes_between(audit.state_of(grant), None)
            audit.record(verb="revoked", obj=grant, by=by, at=at, changes=changes)
            grant.delete()
    if project.manager and not on_it.filter(user=project.manager).exists():
        grant = Grant.objects.create(
            user=project.manager, role=Role.PROJECT_MANAGER, scope=Scope.PROJECT, project=project
        )
        changes = audit.changes_between(None, audit.state_of(grant))
        audit.record(verb="granted", obj=grant, by=by, at=at, changes=changes)


def require_may_name(*, project: Project, by: User | None) -> None:
    """:raises NotAllowed: when the project is confidential and ``by`` may neither see such projects nor grant on it."""
    opening = (Permission.VIEW_CONFIDENTIAL, Permission.MANAGE_GRANTS)
    if project.confidential and not any(can(by, permission, project) for permission in opening):
        raise NotAllowed(_("Your role does not open this confidential project to a new manager."), field="manager")
