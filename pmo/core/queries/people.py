"""People, as lists need them."""

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Trim

from pmo.core.access import Permission, can_anywhere
from pmo.core.models import User

DEMO_PASSWORD = "vigie-demo-2026"  # noqa: S105  (shown on the sign-in page of the demo)


def demo_people() -> "QuerySet[User]":
    """The personas of the demonstration, offered on the sign-in page in demo mode only."""
    return User.objects.filter(is_active=True, email__endswith="@demo.vigie").order_by("pk")


def active_people() -> "QuerySet[User]":
    return User.objects.filter(is_active=True)


def person_named(login: str) -> User | None:
    """Who means themselves by this user name or e-mail address; nobody when two people share it."""
    exact = User.objects.filter(username=login).first()
    if exact is not None:
        return exact
    found = User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login)).order_by("pk")[:2]
    return found[0] if len(found) == 1 else None


def people_at(address: str) -> list[User]:
    """Active people with this e-mail address; capitals make no difference.

    PostgreSQL compares in capitals, in which ``ı`` is an ``I``: an address that is the same in capitals only is that of
    another mailbox, and opens nobody's account.
    """
    people = active_people().filter(email__iexact=address).order_by("pk")
    return [each for each in people if (each.email.lower(), each.email.upper()) == (address.lower(), address.upper())]


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


def with_names() -> "QuerySet[User]":
    """Everybody, with ``name``: the one they are called by on pages."""
    whole = Trim(Concat("first_name", Value(" "), "last_name"))
    spoken = Case(When(first_name="", last_name="", then=F("username")), default=whole, output_field=CharField())
    return User.objects.annotate(name=spoken)


def named(people: "QuerySet[User]", text: str) -> "QuerySet[User]":
    """People by what everybody sees of them."""
    wanted = Q(username__icontains=text) | Q(first_name__icontains=text) | Q(last_name__icontains=text)
    return people.filter(wanted)


def sees_particulars(reader: User | None) -> bool:
    """Addresses and titles are for those who manage grants somewhere, as the page of people is."""
    return can_anywhere(reader, Permission.MANAGE_GRANTS)
