"""Tokens of programs: told once, kept as a hash, ended by time or by hand."""

from datetime import timedelta

import pytest
from knox.crypto import hash_token

from pmo.core.actions.api_tokens import MOST, BadLifetime, TooManyTokens, create_token, revoke_token, revoke_tokens
from pmo.core.actions.people import set_active
from pmo.core.errors import NotAllowed
from pmo.core.models import ApiToken, AuditEntry, TokenAccess, User
from pmo.core.roles import Role
from tests.factories import NOON, make_member, make_user

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


@pytest.fixture
def ann() -> User:
    return make_user("ann")


def make(by: User, name: str = "BI") -> tuple[ApiToken, str]:
    return create_token(name=name, access=TokenAccess.READ, expires=NOON + MONTH, by=by, at=NOON)


def test_the_key_is_told_once_and_only_its_hash_is_stored(ann: User) -> None:
    token, key = make(ann)
    stored = ApiToken.objects.get(pk=token.pk)
    assert key.startswith("vigie_")
    assert stored.digest == hash_token(key)
    assert key not in "".join(str(value) for value in ApiToken.objects.values().get().values())
    assert (stored.user, stored.name, stored.access, stored.expiry) == (ann, "BI", "read", NOON + MONTH)


def test_the_trail_tells_of_the_token_without_its_hash(ann: User) -> None:
    token, key = make(ann)
    entry = AuditEntry.objects.get(object_type="core.apitoken")
    assert (entry.verb, entry.actor, entry.object_label) == ("created", ann, "BI")
    assert entry.changes["name"] == [None, "BI"]
    assert token.digest not in str(entry.changes)
    assert key not in str(entry.changes)


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(days=-1), timedelta(days=367)])
def test_every_token_ends_within_a_year(ann: User, lifetime: timedelta) -> None:
    with pytest.raises(BadLifetime):
        create_token(name="BI", access=TokenAccess.READ, expires=NOON + lifetime, by=ann, at=NOON)
    assert not ApiToken.objects.exists()
    assert not AuditEntry.objects.exists()


def test_nobody_has_more_live_tokens_than_anybody_may(ann: User) -> None:
    for number in range(MOST):
        make(ann, f"token {number}")
    with pytest.raises(TooManyTokens):
        make(ann)
    assert ApiToken.objects.count() == MOST
    ApiToken.objects.filter(name="token 0").update(expiry=NOON)
    assert make(ann)[0].name == "BI"


def test_a_revoked_token_is_gone_and_the_trail_remembers(ann: User) -> None:
    token, _key = make(ann)
    revoke_token(token=token, by=ann, at=NOON)
    revoke_token(token=token, by=ann, at=NOON)
    assert not ApiToken.objects.exists()
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == ["created", "revoked"]


def test_an_administrator_revokes_the_token_of_anybody(ann: User) -> None:
    token, _key = make(ann)
    revoke_token(token=token, by=make_member(Role.ADMINISTRATOR), at=NOON)
    assert not ApiToken.objects.exists()


def test_nobody_else_revokes_it(ann: User) -> None:
    token, _key = make(ann)
    with pytest.raises(NotAllowed):
        revoke_token(token=token, by=make_member(Role.PMO_MANAGER), at=NOON)
    assert ApiToken.objects.filter(pk=token.pk).exists()
    assert AuditEntry.objects.filter(object_type="core.apitoken").count() == 1


def test_who_leaves_does_not_find_their_tokens_again_on_coming_back(ann: User) -> None:
    admin, other = make_member(Role.ADMINISTRATOR), make_user("other")
    for person in (ann, ann, other):
        make(person)
    set_active(person=ann, active=False, by=admin, at=NOON)
    set_active(person=ann, active=True, by=admin, at=NOON)
    assert list(ApiToken.objects.values_list("user__username", flat=True)) == ["other"]
    verbs = AuditEntry.objects.filter(actor=admin).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["deactivated", "revoked", "revoked", "reactivated"]


def test_nobody_else_ends_all_of_them(ann: User) -> None:
    make(ann)
    for stranger in (make_user("other"), make_member(Role.PMO_MANAGER)):
        with pytest.raises(NotAllowed):
            revoke_tokens(person=ann, by=stranger, at=NOON)
    assert ApiToken.objects.filter(user=ann).exists()
