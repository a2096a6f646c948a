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
    changes: audit.Changes = {}
    if verb != "recovery code used":
        pair = [None, _code(factor)]
        changes["second_factor"] = pair if verb == "second factor added" else pair[::-1]
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
    changes = {"second_factor": [", ".join(_code(each) for each in held), None]}
    audit.record(verb="second factors reset", obj=person, by=by, at=at, changes=changes)
    end_sessions(person=person, by=by, at=at)


def _code(factor: Authenticator) -> str:
    """The kind, and the name of a passkey; pmo/core/ui/audit_tags.py puts it into words."""
    kind = str(factor.type)
    return f"{kind}: {factor.wrap().name}" if kind == Authenticator.Type.WEBAUTHN else kind
