"""Tests of several connections leave an empty database, and the audit trail is append-only again in the next one."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from pmo.core.audit import record
from pmo.core.models import AuditEntry
from tests.factories import make_user


@pytest.mark.parametrize("attempt", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_the_audit_trail_is_emptied_between_tests_and_never_in_one(attempt: int) -> None:
    assert AuditEntry.objects.count() == 0
    user = make_user()
    record(verb="create", obj=user, by=None, at=datetime(2026, 6, 15, tzinfo=UTC), changes={})
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.count() == 1
