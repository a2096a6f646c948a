"""The part of the audit trail a person may read: that of the objects they see."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from pmo.core.access import Permission, can_everywhere
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
        (Q(project_id__isnull=False) & _by_kind(user, Scope.PROJECT, "project_id"))
        | (Q(project_id=None) & _by_kind(user, Scope.PORTFOLIO, "portfolio_id"))
    )


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


def _by_kind(user: User | None, scope: Scope, column: str) -> Q:
    """Entries on objects of the scope: those about rights ask for more than sight."""

    def seen(permission: Permission) -> Q:
        return Q(Exists(scope_model(scope).objects.visible_to(user, permission).filter(pk=OuterRef(column))))

    rights = Q(object_type__in=RIGHTS_TYPES)
    return (~rights & seen(Permission.VIEW)) | (rights & seen(Permission.MANAGE_GRANTS))
