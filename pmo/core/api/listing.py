"""Lists: filtered, sorted and cut into pages by the address. Rows are counted only when asked."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from pmo.core.api.errors import BadQuery
from pmo.core.api.rows import chosen, ordered_names, orderings, read

PAGE_SIZE, MOST = 50, 1000
LAST_PAGE = 1_000_000
PAGED = {"page", "page_size", "cursor", "count", "ordering", "fields"}
RESERVED = PAGED | {"as_of"}


def answer_list(queryset: QuerySet[Any], serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """``{"results", "next", "previous"}``, and ``"count"`` with ``?count=true``.

    Pages (``?page=``) follow the asked order and may shift while rows are written. A cursor (``?cursor=``, empty to
    begin) walks every row once, in the order of creation, however many there are.

    :raises BadQuery: for a parameter that makes no sense.
    """
    asked = request.query_params
    columns = chosen(serializer, asked.get("fields"))
    size = _number(asked.get("page_size"), "page_size", default=PAGE_SIZE, most=MOST)
    counted = {"count": queryset.order_by().count()} if _yes(asked.get("count")) else {}
    if "cursor" in asked:
        _refuse_beside_cursor(asked)
        return counted | _walk(queryset, {**columns, "": "pk"}, asked["cursor"], size, request)
    page = _number(asked.get("page"), "page", default=1, most=LAST_PAGE)
    if asked.get("ordering"):
        queryset = queryset.order_by(*_sorted(orderings(serializer, asked["ordering"])), "pk")
    start = (page - 1) * size
    rows = read(queryset[start : start + size + 1], columns)
    return counted | {
        "results": rows[:size],
        "next": _address(request, page=page + 1) if len(rows) > size else None,
        "previous": _address(request, page=page - 1) if page > 1 else None,
    }


def answer_made(rows: list[dict[str, Any]], serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The same for rows that stand in no table. Each has every field, and its key under an empty name.

    :raises BadQuery: for a parameter that makes no sense.
    """
    asked = request.query_params
    columns = chosen(serializer, asked.get("fields"))
    size = _number(asked.get("page_size"), "page_size", default=PAGE_SIZE, most=MOST)
    answer: dict[str, Any] = {"count": len(rows)} if _yes(asked.get("count")) else {}
    if "cursor" in asked:
        _refuse_beside_cursor(asked)
        after = _after(asked["cursor"])
        rows = sorted((row for row in rows if row[""] > after), key=itemgetter(""))[: size + 1]
        last = rows[size - 1][""] if len(rows) > size else None
        answer |= {"next": _address(request, cursor=_cursor(last)) if last is not None else None, "previous": None}
    else:
        page = _number(asked.get("page"), "page", default=1, most=LAST_PAGE)
        if asked.get("ordering"):
            rows = _sorted_rows(rows, ordered_names(serializer, asked["ordering"]))
        rows = rows[(page - 1) * size : page * size + 1]
        answer |= {
            "next": _address(request, page=page + 1) if len(rows) > size else None,
            "previous": _address(request, page=page - 1) if page > 1 else None,
        }
    return answer | {"results": [{name: row[name] for name in columns} for row in rows[:size]]}


def _sorted_rows(rows: list[dict[str, Any]], parts: Sequence[tuple[str, bool]]) -> list[dict[str, Any]]:
    """By the last part first, as sorting keeps the order of equals; what is not known comes last."""
    for name, down in reversed(parts):
        known = sorted((row for row in rows if row[name] is not None), key=_by(name), reverse=down)
        rows = known + [row for row in rows if row[name] is None]
    return rows


def _by(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda row: str(row[name]) if isinstance(row[name], dict) else row[name]


def _walk(queryset: QuerySet[Any], columns: dict[str, str], cursor: str, size: int, request: Request) -> dict[str, Any]:
    rows = read(queryset.filter(pk__gt=_after(cursor)).order_by("pk")[: size + 1], columns)
    keys = [row.pop("") for row in rows]
    more = _address(request, cursor=_cursor(keys[size - 1])) if len(rows) > size else None
    return {"results": rows[:size], "next": more, "previous": None}


def _sorted(parts: Any) -> list[Any]:
    return [F(path).desc(nulls_last=True) if down else F(path).asc(nulls_last=True) for path, down in parts]


def _refuse_beside_cursor(asked: Any) -> None:
    if "page" in asked or "ordering" in asked:
        raise BadQuery({"cursor": _("A cursor has an order of its own: leave page and ordering out.")})


def _number(text: str | None, name: str, *, default: int, most: int) -> int:
    if text is None:
        return default
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:12]) <= most:
        raise BadQuery({name: _("Give a whole number from 1 to %(most)s.") % {"most": most}})
    return int(text)


def _yes(text: str | None) -> bool:
    if text not in (None, "true", "false"):
        raise BadQuery({"count": _("Write true or false.")})
    return text == "true"


def _cursor(key: int) -> str:
    return urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def _after(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        text = ""
    if not text.isdecimal() or len(text) > 18:
        raise BadQuery({"cursor": _("This is no cursor; take it from “next” of the page before.")})
    return int(text)


def _address(request: Request, **changes: Any) -> str:
    query = request.query_params.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
