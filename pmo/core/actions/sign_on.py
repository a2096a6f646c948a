"""Single sign-on: whom a provider's account stands for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.errors import DomainError
from pmo.core.models import User
from pmo.core.queries.people import person_named

# Looked up when it is needed: the table is there only where single sign-on is configured.
IDENTITY = ("socialaccount", "SocialAccount")


class NameTaken(DomainError):
    """Somebody else signs in by this address already, such as a person who left."""


@transaction.atomic
def link_identity(*, person: User, provider: str, uid: str, by: User | None, at: datetime) -> Any:
    """From now on the provider's account ``uid`` signs this person in; nothing else it says is kept."""
    stored = User.objects.select_for_update().get(pk=person.pk)
    accounts: Any = apps.get_model(*IDENTITY)
    account = accounts.objects.create(user=stored, provider=provider, uid=uid, extra_data={})
    audit.record(verb="linked", obj=stored, by=by, at=at, changes={"single_sign_on": [None, provider]})
    return account


@transaction.atomic
def create_from_sign_on(*, address: str, values: Mapping[str, str], at: datetime) -> User:
    """Create the person whom a provider vouches for. They have no password and no role until one is granted.

    :raises NameTaken: when an account has this address, or this user name, already.
    """
    if User.objects.filter(email__iexact=address).exists() or person_named(address):
        raise NameTaken(_("Somebody has this address already."))
    person = User(username=address, email=address, **values)
    person.set_unusable_password()
    person.save(force_insert=True)
    changes = audit.changes_between(None, audit.state_of(person))
    audit.record(verb="created", obj=person, by=None, at=at, changes=changes, reason=_("By single sign-on."))
    return person
