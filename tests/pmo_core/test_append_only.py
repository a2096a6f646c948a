"""The audit trail cannot be rewritten, whatever code asks."""

import pytest
from django.db import DatabaseError, connection, transaction

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


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
@pytest.mark.django_db(transaction=True)
def test_the_trail_cannot_be_emptied_at_once():
    """Outside the transaction that wrote: PostgreSQL would refuse for another reason there."""
    audit.record(verb="created", obj=make_portfolio(), by=None, at=NOON, changes={})
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_auditentry CASCADE")
    assert AuditEntry.objects.count() == 1


def test_every_row_is_refused_not_only_the_first(written):
    """SQLite empties a table without looking at its rows where it may; a trigger must keep it from that."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditentry")
    assert AuditEntry.objects.count() == 1
