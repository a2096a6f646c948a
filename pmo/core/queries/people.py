"""People, as lists need them."""

from django.db.models import QuerySet

from pmo.core.models import User

DEMO_PASSWORD = "vigie-demo-2026"  # noqa: S105  (shown on the sign-in page of the demo)


def demo_people() -> "QuerySet[User]":
    """The personas of the demonstration, offered on the sign-in page in demo mode only."""
    return User.objects.filter(is_active=True, email__endswith="@demo.vigie").order_by("pk")


def active_people() -> "QuerySet[User]":
    return User.objects.filter(is_active=True)
