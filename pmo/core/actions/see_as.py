"""Looking at the pages as somebody else. Only the trail is written: looking changes nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.errors import NotAllowed
from pmo.core.models import User
from pmo.core.queries.see_as import may_see_as


@transaction.atomic
def start_seeing_as(*, person: User, by: User, at: datetime) -> None:
    """Note that ``by`` begins to look as ``person``.

    :raises NotAllowed: without ADMINISTER on the organisation, as a superuser by somebody who is none, as oneself or
        as somebody who left.
    """
    if not may_see_as(by, person):
        raise NotAllowed(_("You may not see the pages as this person."))
    audit.record(verb="seen as", obj=person, by=by, at=at, changes={})


@transaction.atomic
def stop_seeing_as(*, person: User, by: User, at: datetime) -> None:
    """Note that ``by`` no longer looks as ``person``; whoever started may always stop."""
    audit.record(verb="no longer seen as", obj=person, by=by, at=at, changes={})
