"""Links between pages that keep the date people look at."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse


def link(request: HttpRequest, name: str, *args: str, **parameters: Any) -> str:
    """The address of a page with these parameters, and the as-of date when it is not today. Empty ones are left out."""
    query = QueryDict(mutable=True)
    for key, value in parameters.items():
        if isinstance(value, list | tuple):
            query.setlist(key, [str(part) for part in value])
        elif value not in (None, ""):
            query[key] = str(value)
    if request.as_of != request.today:  # type: ignore[attr-defined]
        query["as_of"] = request.as_of.isoformat()  # type: ignore[attr-defined]
    address = reverse(name, args=args)
    return f"{address}?{query.urlencode()}" if query else address


def same_page(request: HttpRequest, **changed: Any) -> str:
    """This page with some parameters changed; None takes one away."""
    query = request.GET.copy()
    for key, value in changed.items():
        query.pop(key, None)
        if value is not None:
            query[key] = str(value)
    return f"?{query.urlencode()}"
