"""Tokens a person may look at."""

from django.db.models import QuerySet

from pmo.core.access import Permission, can_everywhere
from pmo.core.models import ApiToken, User


def tokens_of(person: User) -> "QuerySet[ApiToken]":
    """The person's own, the newest first; ended ones are kept in sight until they are revoked."""
    tokens: QuerySet[ApiToken] = ApiToken.objects.filter(user=person)
    return tokens.order_by("-created", "digest")


def tokens_in_sight(reader: User) -> "QuerySet[ApiToken]":
    """The reader's own; everybody's for those who administer the organisation."""
    tokens: QuerySet[ApiToken] = ApiToken.objects.select_related("user")
    return tokens if can_everywhere(reader, Permission.ADMINISTER) else tokens.filter(user=reader)
