"""Second factors: what people did to their own, and an administrator's reset for somebody who lost theirs."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.sessions import end_sessions
from pmo.core.errors import DomainError, NotAllowed
from pmo.core.models import User


class OwnFactors(DomainError):
    """People remove their own factors on their own page, where they prove who they are."""


class NoFactors(DomainError):
    """There is nothing to reset."""


@transaction.atomic
def record_factor(*, verb: str, factor: Authenticator, by: User | None, at: datetime) -> None:
    """Say that a factor was added, removed or used; never what its secret is."""
    before, after = {"second factor added": (None, str(factor))}.get(verb, (str(factor), None))
    changes = {} if verb == "recovery code used" else {"second_factor": [before, after]}
    audit.record(verb=verb, obj=factor.user, by=by, at=at, changes=changes)


@transaction.atomic
def reset_second_factors(*, person: User, by: User | None, at: datetime) -> None:
    """Remove every second factor and recovery code of somebody, and end their sessions.

    :raises NotAllowed: without ADMINISTER on the organisation.
    :raises OwnFactors: for one's own account.
    :raises NoFactors: when the person has none.
    """
    if not can_everywhere(by, Permission.ADMINISTER):
        raise NotAllowed(_("You may not manage people."))
    if by is not None and by.pk == person.pk:
        raise OwnFactors(_("Remove your own second factors on your Security page."))
    User.objects.select_for_update().get(pk=person.pk)
    held = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    if not held:
        raise NoFactors(_("This person has no second factor."))
    Authenticator.objects.filter(pk__in=[each.pk for each in held]).delete()
    changes = {"second_factor": [", ".join(str(each) for each in held), None]}
    audit.record(verb="second factors reset", obj=person, by=by, at=at, changes=changes)
    end_sessions(person=person, by=by, at=at)
