"""The table role → permissions."""

from pmo.core.roles import PERMISSIONS, Permission, Role


def test_every_role_has_a_row():
    assert set(PERMISSIONS) == set(Role)


def test_a_reader_changes_nothing():
    assert PERMISSIONS[Role.READER] == {Permission.VIEW}


def test_only_administrators_administer():
    assert [r for r in Role if Permission.ADMINISTER in PERMISSIONS[r]] == [Role.ADMINISTRATOR]
