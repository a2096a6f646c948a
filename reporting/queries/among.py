"""Rows of many projects at once."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func


class Among(Func):
    """Condition: the column holds one of these ids.

    They travel as one parameter: written down one by one, a thousand take longer than their rows take to be read.
    """

    output_field = BooleanField()

    def __init__(self, column: str, ids: Sequence[int]) -> None:
        super().__init__(F(column))
        self.ids = tuple(ids)

    def parameter(self, vendor: str) -> Any:
        """The ids as one parameter."""
        return list(self.ids) if vendor == "postgresql" else json.dumps(self.ids)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s::bigint[])", (*params, self.parameter("postgresql"))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, self.parameter("sqlite"))  # noqa: S608 (no text of a person)


def of_projects(ids: Sequence[int]) -> Among:
    """Condition on the parts of a project."""
    return Among("project_id", ids)
