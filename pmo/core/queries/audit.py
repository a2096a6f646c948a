"""The part of the audit trail a person may read: that of the objects they see."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from pmo.core.access import Permission, can_everywhere, portfolio_reach, project_reach
from pmo.core.models import AuditEntry, User
from pmo.core.models.grant import Scope
from pmo.core.queries.scopes import scope_model

RIGHTS_TYPES = ("core.grant",)


def audit_visible_to(user: User | None) -> "QuerySet[AuditEntry]":
    """Entries of visible projects and portfolios, grants where one manages them; the rest to administrators."""
    entries = AuditEntry.objects.all()
    if can_everywhere(user, Permission.ADMINISTER):
        return entries
    return entries.filter(
        (Q(project_id__isnull=False) & _on(Scope.PROJECT, "project_id", project_reach, user))
        | (Q(project_id=None) & _on(Scope.PORTFOLIO, "portfolio_id", portfolio_reach, user))
    )


def with_places(entries: "QuerySet[AuditEntry]") -> "QuerySet[AuditEntry]":
    """Entries with ``project_code``; nothing where the project is gone, or there was none."""
    projects = scope_model(Scope.PROJECT).objects.filter(pk=OuterRef("project_id"))
    return entries.annotate(project_code=Subquery(projects.order_by().values("code")[:1]))


def person_activity(reader: User, person: User) -> "QuerySet[AuditEntry]":
    """What the person did, as far as the reader may see it."""
    return audit_visible_to(reader).filter(actor=person)


def filtered(
    entries: "QuerySet[AuditEntry]",
    *,
    q: str = "",
    verb: str = "",
    object_type: str = "",
    actor: User | None = None,
    since: date | None = None,
    until: date | None = None,
    object_uuid: UUID | None = None,
) -> "QuerySet[AuditEntry]":
    """Narrow the entries; empty criteria are not applied."""
    if q:
        entries = entries.filter(Q(object_label__icontains=q) | Q(actor_name__icontains=q) | Q(reason__icontains=q))
    exact = {"verb": verb, "object_type": object_type, "actor": actor, "object_uuid": object_uuid}
    entries = entries.filter(**{name: value for name, value in exact.items() if value})
    if since:
        entries = entries.filter(at__date__gte=since)
    return entries.filter(at__date__lte=until) if until else entries


def _on(scope: Scope, column: str, reach: Callable[[User | None, Permission], Q], user: User | None) -> Q:
    """Entries on objects one is granted on or below; a portfolio seen only as a place in the tree tells nothing."""

    def reached(permission: Permission) -> Q:
        return Q(Exists(scope_model(scope).objects.filter(reach(user, permission)).filter(pk=OuterRef(column))))

    rights = Q(object_type__in=RIGHTS_TYPES)
    return (~rights & reached(Permission.VIEW)) | (rights & reached(Permission.MANAGE_GRANTS))
