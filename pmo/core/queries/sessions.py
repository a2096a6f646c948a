"""Where a person is signed in."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from pmo.core.models import User

# The first that matches names it: Edge and Opera say they are Chrome, and Chrome that it is Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """One session as its owner recognises it."""

    id: int
    browser: str
    system: str
    address: str
    since: datetime
    current: bool


def sessions_of(person: User, *, current: str | None = None) -> list[Device]:
    """The sessions of the person that still hold, the newest first; ``current`` is the key of the one that asks."""
    return [
        Device(
            id=session.pk,
            browser=_named(session.user_agent, BROWSERS),
            system=_named(session.user_agent, SYSTEMS),
            address=session.ip,
            since=session.created_at,
            current=session.session_key == current,
        )
        for session in open_sessions(person).order_by("-created_at", "-pk")
    ]


def open_sessions(person: User) -> "QuerySet[Any]":
    held = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    sessions: QuerySet[Any] = UserSession.objects.filter(Exists(held), user=person)
    return sessions


def session_keys_of(person: User) -> set[str]:
    """Every session that signs the person in, listed or not: what each row of the session table says inside."""
    held = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    return {session.session_key for session in held if session.get_decoded().get(SESSION_KEY) == str(person.pk)}


def _named(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if re.search(mark, user_agent)), "")
