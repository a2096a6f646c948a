"""People: inviting, editing, leaving. Nobody is deleted, so that history keeps its names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.api_tokens import revoke_tokens
from pmo.core.actions.editing import save_values, taken_once
from pmo.core.actions.grants import LastAdministrator, lock_administrators
from pmo.core.actions.sessions import end_sessions
from pmo.core.errors import DomainError, NotAllowed
from pmo.core.models import User
from pmo.core.queries.grants import administrators_left


class WeakPassword(DomainError):
    """The password does not meet the rules; the message says which."""


class OwnAccount(DomainError):
    """People do not deactivate themselves."""


@transaction.atomic
def create_person(*, values: Mapping[str, Any], password: str, by: User | None, at: datetime) -> User:
    """Create somebody who signs in with this password; they hold no role until one is granted.

    :raises NotAllowed: without ADMINISTER on the organisation.
    :raises AlreadyTaken: when somebody has the user name.
    :raises WeakPassword: when the password breaks a rule.
    """
    _require(by)
    person = User(**values)
    set_valid_password(person, password)
    with taken_once(_("Somebody has this user name already."), field="username"):
        person.save(force_insert=True)
    changes = audit.changes_between(None, audit.state_of(person))
    audit.record(verb="created", obj=person, by=by, at=at, changes=changes)
    return person


@transaction.atomic
def edit_person(*, person: User, values: Mapping[str, Any], by: User | None, at: datetime) -> User:
    """Write name, address, title or language.

    :raises NotAllowed: without ADMINISTER on the organisation.
    """
    _require(by)
    stored = User.objects.select_for_update().get(pk=person.pk)
    save_values(stored=stored, values=values, by=by, at=at)
    return stored


@transaction.atomic
def reset_password(*, person: User, password: str, by: User | None, at: datetime) -> None:
    """Give the person a new password, which ends their sessions. The trail says that, never what.

    :raises NotAllowed: without ADMINISTER on the organisation.
    :raises WeakPassword: when the password breaks a rule.
    """
    _require(by)
    stored = User.objects.select_for_update().get(pk=person.pk)
    set_valid_password(stored, password)
    stored.save(update_fields=["password"])
    audit.record(verb="password reset", obj=stored, by=by, at=at, changes={})
    end_sessions(person=stored, by=by, at=at)


@transaction.atomic
def set_active(*, person: User, active: bool, by: User | None, at: datetime) -> User:
    """Let the person leave, or come back; their sessions and tokens end at once, their grants stay for their return.

    :raises NotAllowed: without ADMINISTER on the organisation.
    :raises OwnAccount: when they would lock themselves out.
    :raises LastAdministrator: when nobody could administer the installation afterwards.
    """
    _require(by)
    lock_administrators()
    stored = User.objects.select_for_update().get(pk=person.pk)
    if not active and by == stored:
        raise OwnAccount(_("You cannot deactivate your own account."))
    if not active and not administrators_left(without_user=stored.pk):
        raise LastAdministrator(_("This is the last person who can administer Vigie."))
    verb = "reactivated" if active else "deactivated"
    save_values(stored=stored, values={"is_active": active}, by=by, at=at, verb=verb)
    if not active:
        end_sessions(person=stored, by=by, at=at)
        revoke_tokens(person=stored, by=by, at=at)
    return stored


def _require(by: User | None) -> None:
    if not can_everywhere(by, Permission.ADMINISTER):
        raise NotAllowed(_("You may not manage people."))


def set_valid_password(person: User, password: str) -> None:
    """Put the password on the person, unsaved.

    :raises WeakPassword: when it breaks a rule.
    """
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), field="password") from error
    person.set_password(password)
