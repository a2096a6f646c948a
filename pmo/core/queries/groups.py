"""Groups, as lists need them."""

from django.contrib.auth.models import Group
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pmo.core.models import Grant, User
from pmo.core.queries.grants import grants_managed_by


def groups_like(reader: User, q: str = "") -> "QuerySet[Group]":
    """Groups by name, with ``member_count`` and ``grant_count``: the grants that the reader manages."""
    managed = grants_managed_by(reader).filter(group=OuterRef("pk")).order_by().values("group")
    grants = Subquery(managed.annotate(n=Count("pk")).values("n"))
    groups = Group.objects.annotate(member_count=Count("user"), grant_count=Coalesce(grants, 0)).order_by("name")
    return groups.filter(name__icontains=q) if q else groups


def grants_of_group(reader: User, group: Group) -> "QuerySet[Grant]":
    """The roles the group holds, as far as the reader manages them."""
    return grants_managed_by(reader).filter(group=group).order_by("scope", "pk")


def members_of(group: Group) -> "QuerySet[User]":
    return group.user_set.order_by("last_name", "first_name", "username")
