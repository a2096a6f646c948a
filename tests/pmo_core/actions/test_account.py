"""What people change of their own account, and what they do not."""

import pytest

from pmo.core.actions.account import edit_profile
from pmo.core.actions.sign_in import change_password
from pmo.core.errors import NotAllowed
from pmo.core.models import AuditEntry, User
from tests.factories import NOON, PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db


def test_a_name_is_changed_with_its_entry() -> None:
    ines = make_user("ines")
    edit_profile(person=ines, values={"first_name": "Inès", "language": "fr"}, by=ines, at=NOON)
    assert AuditEntry.objects.get().changes == {"first_name": ["", "Inès"], "language": ["en", "fr"]}


@pytest.mark.parametrize("field", ["email", "username", "is_superuser", "is_active", "password"])
def test_what_one_is_known_or_trusted_by_is_not_ones_own_to_change(field: str) -> None:
    ines = make_user("ines")
    with pytest.raises(NotAllowed):
        edit_profile(person=ines, values={"first_name": "Inès", field: "x"}, by=ines, at=NOON)
    assert User.objects.get(pk=ines.pk).first_name == ""
    assert not AuditEntry.objects.exists()


def test_nobody_changes_the_account_of_somebody_else_here() -> None:
    ines, administrator = make_user("ines"), make_member("administrator")
    with pytest.raises(NotAllowed):
        edit_profile(person=ines, values={"first_name": "X"}, by=administrator, at=NOON)
    with pytest.raises(NotAllowed):
        change_password(
            person=ines, password="seven quiet harbours", by_link=False, keep=None, by=administrator, at=NOON
        )
    assert User.objects.get(pk=ines.pk).check_password(PASSWORD)
    assert not AuditEntry.objects.exists()
