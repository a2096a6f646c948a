"""Ending sessions: a person's own, one or all others, or every session of somebody by an administrator."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.errors import NotAllowed
from pmo.core.models import User
from pmo.core.queries.sessions import open_sessions, session_keys_of


@transaction.atomic
def end_sessions(
    *, person: User, only: int | None = None, keep: str | None = None, by: User | None, at: datetime
) -> int:
    """End the session ``only``, else all but the one whose key is ``keep``; gives how many ended.

    :raises NotAllowed: for somebody else without ADMINISTER on the organisation.
    """
    own = by is not None and by.pk == person.pk
    if not own and not can_everywhere(by, Permission.ADMINISTER):
        raise NotAllowed(_("You may not end the sessions of others."))
    User.objects.select_for_update().get(pk=person.pk)
    if only is None:
        keys = session_keys_of(person) - {keep or ""}
    else:
        keys = set(open_sessions(person).filter(pk=only).values_list("session_key", flat=True))
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(session_key__in=keys).delete()
        audit.record(verb="sessions ended", obj=person, by=by, at=at, changes={"sessions": [len(keys), 0]})
    return len(keys)


def prune_sessions(*, at: datetime) -> int:
    """Forget sessions that are over, and what lists them; how many that was."""
    over = Session.objects.filter(expire_date__lte=at).delete()[0]
    held = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.exclude(Exists(held)).delete()
    return int(over)
