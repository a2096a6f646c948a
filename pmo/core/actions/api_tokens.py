"""Keys of programs: making and revoking them. The key itself is told once and never stored."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.errors import DomainError, NotAllowed
from pmo.core.models import ApiToken, TokenAccess, User

LONGEST = timedelta(days=366)
MOST = 20


class BadLifetime(DomainError):
    """Every token ends, within a year."""


class TooManyTokens(DomainError):
    """The person has as many live tokens as anybody may have."""


@transaction.atomic
def create_token(*, name: str, access: TokenAccess, expires: datetime, by: User, at: datetime) -> tuple[ApiToken, str]:
    """Make a token for oneself; the second value is the key, which cannot be read again.

    :raises BadLifetime: unless it ends after now and within 366 days.
    :raises TooManyTokens: with 20 live ones.
    """
    if not at < expires <= at + LONGEST:
        raise BadLifetime(_("A token ends after today and within a year."), field="expires")
    User.objects.select_for_update().get(pk=by.pk)  # so that two at once count each other
    if ApiToken.objects.filter(user=by, expiry__gt=at).count() >= MOST:
        raise TooManyTokens(_("You have %(most)d tokens: revoke one that is no longer used.") % {"most": MOST})
    digest, key = get_digest_token()
    token = ApiToken(
        user=by, name=name, access=access, expiry=expires, digest=digest, token_key=key[: CONSTANTS.TOKEN_KEY_LENGTH]
    )
    token.save(force_insert=True)
    audit.record(verb="created", obj=token, by=by, at=at, changes=audit.changes_between(None, _told(token)))
    return token, key


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, at: datetime) -> None:
    """End a token at once: one's own, or anybody's with ADMINISTER on the organisation. Ended twice is ended.

    :raises NotAllowed: for the token of somebody else.
    """
    if token.user_id != by.pk and not can_everywhere(by, Permission.ADMINISTER):
        raise NotAllowed(_("This token belongs to somebody else."))
    stored = ApiToken.objects.select_for_update().filter(pk=token.pk).first()
    if stored is None:
        return
    audit.record(verb="revoked", obj=stored, by=by, at=at, changes=audit.changes_between(_told(stored), None))
    stored.delete()


@transaction.atomic
def revoke_tokens(*, person: User, by: User | None, at: datetime) -> None:
    """End every token of a person: who comes back does not bring them along.

    :raises NotAllowed: for somebody else's without ADMINISTER on the organisation.
    """
    own = by is not None and by.pk == person.pk
    if not own and not can_everywhere(by, Permission.ADMINISTER):
        raise NotAllowed(_("This token belongs to somebody else."))
    held = list(ApiToken.objects.select_for_update().filter(user=person).order_by("created", "digest"))
    audit.record_all(
        audit.entry(verb="revoked", obj=token, by=by, at=at, changes=audit.changes_between(_told(token), None))
        for token in held
    )
    ApiToken.objects.filter(pk__in=[token.pk for token in held]).delete()


def _told(token: ApiToken) -> dict[str, object]:
    """What the trail keeps: never the hash."""
    return {
        "user": str(token.user),
        "name": token.name,
        "access": str(token.access),
        "token_key": token.token_key,
        "expiry": token.expiry.isoformat() if token.expiry else None,
    }
