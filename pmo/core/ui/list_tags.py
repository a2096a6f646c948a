"""Parts of a list page: sortable headers, filters with their chips, pager, column chooser, saved views.

All of them rewrite the query string of the page and keep what they do not own, so that a list is always a URL.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import QueryDict

register = template.Library()


def _query(context: template.Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


def _url(query: QueryDict) -> str:
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/th.html", takes_context=True)
def th(
    context: template.Context,
    label: object,
    sort: str = "",
    numeric: bool = False,
    unit: object = "",
    title: object = "",
    hide_label: bool = False,
) -> dict[str, Any]:
    """A column header; with `sort` it links to `?sort=name`, then `?sort=-name`."""
    query = _query(context)
    current = query.get("sort", "")
    direction = "ascending" if sort and current == sort else "descending" if sort and current == f"-{sort}" else ""
    query.pop("page", None)
    query["sort"] = f"-{sort}" if direction == "ascending" else sort
    return {
        "label": label,
        "href": _url(query) if sort else "",
        "direction": direction,
        "numeric": numeric,
        "unit": unit,
        "title": title,
        "hide_label": hide_label,
    }


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """First, previous, numbers around, next, last; and which rows out of how many."""
    query = _query(context)

    def link(number: int) -> str:
        query["page"] = str(number)
        return _url(query)

    numbers = [
        {"text": number, "href": link(number) if isinstance(number, int) else "", "current": number == page.number}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
    return {
        "page": page,
        "numbers": numbers,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


def _chosen_text(field: BoundField, values: list[str]) -> str:
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return ", ".join(values)
    words: dict[str, str] = {}
    for key, word in choices:
        if isinstance(word, list | tuple):
            words.update({str(inner): str(text) for inner, text in word})
        else:
            words[str(key)] = str(word)
    return ", ".join(words.get(value, value) for value in values)


RANGE_ENDS = ("min", "max", "after", "before")  # what django-filter adds to the name of a range


def _names(field: BoundField) -> list[str]:
    """The parameters a field reads: its own, and both ends when it is a range."""
    return [field.html_name, *(f"{field.html_name}_{end}" for end in RANGE_ENDS)]


def _chips(query: QueryDict, form: BaseForm) -> list[dict[str, str]]:
    chips = []
    for field in form:
        names = [name for name in _names(field) if name in query]
        values = [value for name in names for value in query.getlist(name) if value]
        if not values:
            continue
        rest = query.copy()
        for name in [*names, "page"]:
            rest.pop(name, None)
        chips.append({"label": str(field.label), "text": _chosen_text(field, values), "href": _url(rest)})
    return chips


@register.inclusion_tag("ui/filter_bar.html", takes_context=True)
def filter_bar(context: template.Context, form: BaseForm, search: str = "q") -> dict[str, Any]:
    """A GET form: the field named `search` in view, the others folded, active ones as chips that remove themselves."""
    query = _query(context)
    chips = _chips(query, form)
    own = {"page", *(name for field in form for name in _names(field))}
    kept = [(name, value) for name in query if name not in own for value in query.getlist(name)]
    clear = QueryDict(mutable=True)
    for name, value in kept:
        clear.appendlist(name, value)
    return {
        "form": form,
        "search": form[search] if search in form.fields else None,
        "fields": [field for field in form if field.name != search],
        "chips": chips,
        "kept": kept,
        "clear": _url(clear),
    }


@register.inclusion_tag("ui/column_chooser.html", takes_context=True)
def column_chooser(context: template.Context, columns: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Check boxes `?columns=…`; each column: key, label, shown, and fixed when it cannot be hidden."""
    query = _query(context)
    kept = [(name, value) for name in query if name not in {"columns", "page"} for value in query.getlist(name)]
    return {"columns": columns, "kept": kept}


@register.inclusion_tag("ui/saved_views.html", takes_context=True)
def saved_views(
    context: template.Context, views: Iterable[Any], active: Any = None, base: str = "?", dialog: str = ""
) -> dict[str, Any]:
    """Named queries of this list; `dialog` is the id of the window that saves the present one."""
    items = [
        {
            "name": view.name,
            "href": f"{base.partition('?')[0]}?{view.query}",
            "shared": view.shared,
            "current": view == active,
        }
        for view in views
    ]
    return {"items": items, "base": base, "active": active, "dialog": dialog}
