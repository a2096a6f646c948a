"""Queries that are put into SQL once."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from reporting.queries.among import Among

_PLACE = (-1,)
"""Ids that no project has; where they stand in the parameters, those asked for are put."""


class Prepared:
    """A query over some projects, whose SQL does not depend on which: with a hundred sums, writing it down takes longer
    than reading the answer. ``build`` makes the query of a condition on the project; rows come as tuples."""

    def __init__(self, build: Callable[[Among], QuerySet[Any, Any]], column: str = "project_id") -> None:
        self._build = build
        self._column = column
        self._lock = Lock()
        self._written: dict[str, tuple[str, list[Any], dict[int, Any]]] = {}

    def rows(self, ids: Sequence[int]) -> list[Any]:
        sql, params, converters = self._in_sql()
        blank, asked = (Among(self._column, each).parameter(connection.vendor) for each in (_PLACE, ids))
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked if param == blank else param for param in params])
            found = cursor.fetchall()
        return [_converted(row, converters) for row in found] if converters else found

    def _in_sql(self) -> tuple[str, list[Any], dict[int, Any]]:
        with self._lock:
            if connection.vendor not in self._written:
                compiler = self._build(Among(self._column, _PLACE)).query.get_compiler(connection=connection)
                sql, params = compiler.as_sql()
                columns = [column for column, *_ in compiler.select[: compiler.col_count]]
                self._written[connection.vendor] = sql, list(params), compiler.get_converters(columns)
            return self._written[connection.vendor]


def _converted(row: Sequence[Any], converters: dict[int, Any]) -> list[Any]:
    values = list(row)
    for place, (steps, expression) in converters.items():
        for step in steps:
            values[place] = step(values[place], expression, connection)
    return values
