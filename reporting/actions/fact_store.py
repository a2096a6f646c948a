"""Writing the facts of many projects over those that are stored."""

from collections.abc import Sequence
from random import getrandbits

import orjson
from django.db import connection
from django.db.backends.utils import CursorWrapper

from reporting.models import FactFields, ProjectFact

FACT_FIELDS = [field.name for field in FactFields._meta.get_fields()]
_CHANGED = (*FACT_FIELDS, "stamp")
_STAMP_BITS = 62
BATCH = 500


def write_facts(facts: Sequence[ProjectFact]) -> None:
    """Replace the stored facts of these projects, each of which has one, and stamp them anew."""
    for fact in facts:
        fact.stamp = getrandbits(_STAMP_BITS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            _write_at_once(facts, cursor)
    else:
        ProjectFact.objects.bulk_create(
            facts, update_conflicts=True, unique_fields=["project"], update_fields=_CHANGED, batch_size=BATCH
        )


def _write_at_once(facts: Sequence[ProjectFact], cursor: CursorWrapper) -> None:
    """All rows as one JSON parameter, which PostgreSQL reads three times faster than fifty thousand parameters."""
    rows = orjson.dumps(
        [{name: getattr(fact, name) for name in ("project_id", *_CHANGED)} for fact in facts], default=str
    )
    changes = ", ".join(f"{name} = incoming.{name}" for name in _CHANGED)
    table = ProjectFact._meta.db_table
    cursor.execute(
        f"UPDATE {table} AS stored SET {changes} FROM json_populate_recordset(NULL::{table}, %s) AS incoming "  # noqa: S608 (our own column names)
        "WHERE stored.project_id = incoming.project_id",
        [rows.decode()],
    )
