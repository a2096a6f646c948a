"""People, as lists need them."""

from django.db.models import Q, QuerySet

from pmo.core.models import User

DEMO_PASSWORD = "vigie-demo-2026"  # noqa: S105  (shown on the sign-in page of the demo)


def demo_people() -> "QuerySet[User]":
    """The personas of the demonstration, offered on the sign-in page in demo mode only."""
    return User.objects.filter(is_active=True, email__endswith="@demo.vigie").order_by("pk")


def active_people() -> "QuerySet[User]":
    return User.objects.filter(is_active=True)


def people_like(q: str = "", active: str = "") -> "QuerySet[User]":
    """People whose name, login, address or title contains ``q``; ``active`` is "yes", "no" or "" for all."""
    people = User.objects.all()
    if q:
        names = ("first_name", "last_name", "username", "email", "job_title")
        wanted = Q()
        for name in names:
            wanted |= Q(**{f"{name}__icontains": q})
        people = people.filter(wanted)
    return people.filter(is_active=active == "yes") if active else people
