"""What signing in leaves in the trail, and a person's own password."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.actions.people import set_valid_password
from pmo.core.actions.sessions import end_sessions
from pmo.core.errors import NotAllowed
from pmo.core.models import User


@transaction.atomic
def record_sign_in(*, person: User, methods: Sequence[str], address: str, by: User | None, at: datetime) -> None:
    """Say who signed in, by what, and from where."""
    changes = {"method": [None, ", ".join(methods)], "address": [None, address]}
    audit.record(verb="signed in", obj=person, by=by, at=at, changes=changes)


@transaction.atomic
def record_lock_out(*, person: User, address: str, at: datetime) -> None:
    """Say that too many tries to sign in as this person failed. Nobody is its author: who tried is not known."""
    audit.record(verb="locked out", obj=person, by=None, at=at, changes={"address": [None, address]})


@transaction.atomic
def change_password(
    *, person: User, password: str, by_link: bool, keep: str | None, by: User | None, at: datetime
) -> User:
    """Give a person the password they chose, which ends their sessions but ``keep``. The trail says that, never what.

    :raises NotAllowed: when somebody else does; administrators use ``reset_password``.
    :raises WeakPassword: when the password breaks a rule.
    """
    if by is not None and by.pk != person.pk:
        raise NotAllowed(_("Everybody changes their own password."))
    stored = User.objects.select_for_update().get(pk=person.pk)
    set_valid_password(stored, password)
    stored.save(update_fields=["password"])
    reason = _("By a link sent by e-mail.") if by_link else ""
    audit.record(verb="password changed", obj=stored, by=by, at=at, changes={}, reason=reason)
    end_sessions(person=stored, keep=keep, by=by, at=at)
    return stored
