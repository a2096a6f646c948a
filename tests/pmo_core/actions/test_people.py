"""People: rights, password rules, leaving."""

import pytest

from pmo.core.actions.grants import LastAdministrator
from pmo.core.actions.people import OwnAccount, WeakPassword, create_person, edit_person, reset_password, set_active
from pmo.core.errors import NotAllowed
from pmo.core.models import AuditEntry, User
from tests.factories import NOON, make_member, make_user

pytestmark = pytest.mark.django_db
PASSPHRASE = "seven quiet harbours"


def test_an_administrator_invites_somebody_without_any_role():
    person = create_person(
        values={"username": "ines", "email": "ines@example.org"},
        password=PASSPHRASE,
        by=make_member("administrator"),
        at=NOON,
    )
    assert person.check_password(PASSPHRASE)
    assert not person.grants.exists()
    assert "password" not in AuditEntry.objects.get().changes


@pytest.mark.parametrize("password", ["short", "password1234"])
def test_a_weak_password_creates_nobody(password):
    with pytest.raises(WeakPassword):
        create_person(values={"username": "ines"}, password=password, by=None, at=NOON)
    assert not User.objects.exists()


def test_only_administrators_manage_people():
    manager, person = make_member("pmo_manager"), make_user()
    with pytest.raises(NotAllowed):
        edit_person(person=person, values={"first_name": "X"}, by=manager, at=NOON)
    with pytest.raises(NotAllowed):
        reset_password(person=person, password=PASSPHRASE, by=manager, at=NOON)


def test_leaving_and_coming_back():
    admin, person = make_member("administrator"), make_user()
    assert not set_active(person=person, active=False, by=admin, at=NOON).is_active
    assert set_active(person=person, active=True, by=admin, at=NOON).is_active
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["deactivated", "reactivated"]


def test_nobody_locks_the_door_from_outside():
    admin = make_member("administrator")
    with pytest.raises(OwnAccount):
        set_active(person=admin, active=False, by=admin, at=NOON)
    with pytest.raises(LastAdministrator):
        set_active(person=admin, active=False, by=None, at=NOON)
