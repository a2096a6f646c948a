"""Tags of the shell: the places of the sidebar and the parameters a small form must keep."""

import datetime as dt
from typing import Any

from django import template
from django.http import QueryDict
from django.utils.translation import gettext as _

from pmo.core.ui.navigation import current_place, places_open_to

register = template.Library()


@register.inclusion_tag("ui/shell/navigation.html", takes_context=True)
def navigation(context: template.Context, part: str = "side") -> dict[str, Any]:
    """`side` draws the sidebar; `bottom` the five main places of a phone and a menu with the rest."""
    request = context.get("request")
    user = getattr(request, "user", None)
    places = [(place, place.url) for place in places_open_to(context.get("held") or frozenset())]
    here = current_place(request.path, places) if request is not None else None
    items: list[dict[str, Any]] = [{"place": place, "url": url, "current": place is here} for place, url in places]
    return {
        "part": part,
        "items": items,
        "main": [item for item in items if item["place"].main],
        "more": [item for item in items if not item["place"].main],
        "user": user,
    }


@register.simple_tag(takes_context=True)
def as_of_choices(context: template.Context) -> list[dict[str, Any]]:
    """Today and the ends of the last month, quarter and year: what committees look at."""
    request = context["request"]
    today, month_end = request.today, request.today.replace(day=1) - dt.timedelta(days=1)
    quarter_end = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - dt.timedelta(days=1)
    year_end = today.replace(month=1, day=1) - dt.timedelta(days=1)
    named = [
        (_("Today"), today),
        (_("End of last month"), month_end),
        (_("End of last quarter"), quarter_end),
        (_("End of last year"), year_end),
    ]
    choices: list[dict[str, Any]] = []
    for label, day in named:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("as_of", None)
        if day != today:
            query["as_of"] = day.isoformat()
        choices.append({"label": label, "day": day, "href": f"?{query.urlencode()}", "current": day == request.as_of})
    return choices


@register.inclusion_tag("ui/kept_parameters.html", takes_context=True)
def kept_parameters(context: template.Context, *without: str) -> dict[str, Any]:
    """Hidden inputs for every parameter of the page but those named, and the page number."""
    request = context.get("request")
    dropped = {*without, "page"}
    query = request.GET if request is not None else QueryDict()
    return {"kept": [(name, value) for name in query if name not in dropped for value in query.getlist(name)]}
