"""The audit trail cannot be rewritten, whatever code asks."""

import pytest
from django.db import DatabaseError, transaction

from pmo.core import audit
from pmo.core.models import AuditEntry
from tests.factories import NOON, make_portfolio


@pytest.fixture
def written(db):
    portfolio = make_portfolio()
    return audit.record(verb="created", obj=portfolio, by=None, at=NOON, changes={"name": [None, "x"]})


def test_an_entry_cannot_be_changed(written):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(verb="nothing happened")
    assert AuditEntry.objects.get().verb == "created"


def test_an_entry_cannot_be_deleted(written):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.count() == 1
