"""A roll-up kept as one row: the least work an answer about a scope can be."""

import orjson
from django.db import connection
from django.utils import timezone

from pmo.core.models import User
from reporting.queries.rollup import roll_up
from reporting.queries.rollup_document import document
from reporting.queries.scope import ORGANISATION

TABLE = "bench_rollup"


def keep_rollup(user: User) -> None:
    """The document that the roll-up endpoint gives this person of all they see."""
    told = orjson.dumps(document(roll_up(user, ORGANISATION, timezone.localdate()))).decode()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (document jsonb)")
        cursor.execute(f"INSERT INTO {TABLE} VALUES (%s)", [told])
