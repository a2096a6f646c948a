"""The part of the audit trail a person may read: that of the objects they see."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from pmo.core.access import Permission, can_everywhere, portfolio_reach, project_reach
from pmo.core.models import AuditEntry, User
from pmo.core.models.grant import Scope
from pmo.core.queries.scopes import scope_model

RIGHTS_TYPES = ("core.grant",)
DRAFTS = Q(object_type="projects.statusreport") & ~Q(verb="published")

#: Names of rows that entries point at, by (label of the table, primary key as the trail writes it).
Names = Mapping[tuple[str, str], str]


def audit_visible_to(user: User | None) -> "QuerySet[AuditEntry]":
    """Entries of visible projects and portfolios; grants where one manages them, drafts of reports where one reports;
    the rest to administrators."""
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


def entries_of_project(reader: User | None, project_id: int) -> "QuerySet[AuditEntry]":
    """Every write to a project and its parts that the reader may know of, the latest first."""
    return audit_visible_to(reader).filter(project_id=project_id).select_related("actor")


def names_in(reader: User | None, entries: Iterable[AuditEntry]) -> Names:
    """The names behind the foreign keys of the changes, as far as the reader sees them; one statement a table."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for entry in entries:
        for name, values in entry.changes.items():
            if (target := related_table(entry.object_type, name)) is not None:
                wanted.setdefault(target, set()).update(value for value in values if is_key(target, value))
    return {
        (table._meta.label_lower, str(row.pk)): str(row)
        for table, keys in wanted.items()
        for row in _seen(table, reader).filter(pk__in=keys)
    }


def related_table(object_type: str, field: str) -> type[models.Model] | None:
    """The table a field points at; None for a plain field, and for one that is no more."""
    try:
        found = apps.get_model(object_type)._meta.get_field(field)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found.related_model if isinstance(found, models.ForeignKey) else None


def is_key(table: type[models.Model], value: Any) -> bool:
    """Whether the value could name a row of the table; some entries say a name at once."""
    try:
        return value is not None and table._meta.pk.to_python(value) is not None
    except ValidationError:
        return False


def _seen(table: Any, reader: User | None) -> "QuerySet[Any]":
    """Rows the reader sees; names of people, groups and settings are known to everybody inside."""
    rows: QuerySet[Any] = table._default_manager.all()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(reader)
    return rows


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
    told = ~rights & ~DRAFTS & reached(Permission.VIEW)
    return told | (rights & reached(Permission.MANAGE_GRANTS)) | (DRAFTS & reached(Permission.REPORT_STATUS))
