"""A list page: columns that people choose, sort by and take away as a file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pmo.core.export import FORMATS, table_response

PAGE_SIZE = 50


@dataclass(frozen=True)
class Column:
    """One column. ``kind`` says how its cell is drawn, ``sort`` the fields behind it; money columns have a currency."""

    key: str
    label: Any
    kind: str
    value: Callable[[Any], Any]
    sort: tuple[str, ...] = ()
    shown: bool = True
    currency: Callable[[Any], str] | None = None

    @property
    def numeric(self) -> bool:
        return self.kind in {"money", "number", "days", "score"}


@dataclass(frozen=True)
class Cell:
    """What one row says in one column."""

    column: Column
    value: Any
    currency: str = ""

    @classmethod
    def of(cls, column: Column, entry: Any) -> "Cell":
        return cls(column, column.value(entry), column.currency(entry) if column.currency else "")


@dataclass(frozen=True)
class Line:
    """One row of the page: the object and its cells."""

    entry: Any
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """One page of a list, ready to draw."""

    columns: list[Column]
    lines: list[Line]
    page: Page[Any]
    choices: list[dict[str, Any]]


def chosen(columns: Sequence[Column], request: HttpRequest) -> list[Column]:
    """The columns of ``?columns=…``, or the usual ones; the first always stays."""
    keys = set(request.GET.getlist("columns"))
    if not keys & {column.key for column in columns}:
        return [column for column in columns if column.shown]
    return [column for place, column in enumerate(columns) if place == 0 or column.key in keys]


def ordered(rows: "QuerySet[Any]", columns: Sequence[Column], request: HttpRequest) -> "QuerySet[Any]":
    """Sorted by ``?sort=key`` or ``?sort=-key``; what is not known comes last either way."""
    asked = request.GET.get("sort", "")
    fields = next((column.sort for column in columns if column.key == asked.lstrip("-")), ())
    if not fields:
        return rows
    way = "desc" if asked.startswith("-") else "asc"
    return rows.order_by(*(getattr(F(field), way)(nulls_last=True) for field in fields), "pk")


def table(rows: "QuerySet[Any]", columns: Sequence[Column], request: HttpRequest) -> Table:
    """The page asked for, with the columns asked for."""
    shown = chosen(columns, request)
    page = Paginator(ordered(rows, columns, request), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [Line(entry, [Cell.of(column, entry) for column in shown]) for entry in page.object_list]
    choices = [
        {"key": column.key, "label": column.label, "shown": column in shown, "fixed": place == 0}
        for place, column in enumerate(columns)
    ]
    return Table(shown, lines, page, choices)


def wants_file(request: HttpRequest) -> bool:
    return request.GET.get("format") in FORMATS


def file_of(
    rows: "QuerySet[Any]", columns: Sequence[Column], request: HttpRequest, *, name: str, as_of: date
) -> HttpResponse:
    """Every row of the list, not only of the page, in its order and with its columns; money brings its currency."""
    shown = chosen(columns, request)
    headers = [text for column in shown for text in _headers(column)]
    lines = (
        [value for column in shown for value in _values(column, entry)] for entry in ordered(rows, columns, request)
    )
    return table_response(request.GET["format"], f"{name}-{as_of.isoformat()}", headers, lines)


def _headers(column: Column) -> Iterable[str]:
    return (str(column.label), _("Currency")) if column.currency else (str(column.label),)


def _values(column: Column, entry: Any) -> Iterable[Any]:
    value = column.value(entry)
    return (value, column.currency(entry)) if column.currency else (value,)
