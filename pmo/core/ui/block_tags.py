"""Tags with a body: card, dialog, menu, empty state, chart frame; and the tags `button` and `tabs`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def card(
    content: SafeString,
    title: object = "",
    href: str = "",
    count: int | None = None,
    note: object = "",
    level: int = 2,
    extra: str = "",
) -> SafeString:
    """A panel. `href` opens the rows behind it; `count` stands beside the title; `extra` adds classes."""
    props = {"content": content, "title": title, "href": href, "count": count, "note": note, "extra": extra}
    return render_to_string("ui/card.html", props | {"level": str(level)})


@register.simple_block_tag
def dialog(content: SafeString, id: str, title: object, wide: bool = False) -> SafeString:
    """A modal window, opened by any button with `data-dialog-open` naming its id."""
    return render_to_string("ui/dialog.html", {"content": content, "id": id, "title": title, "wide": wide})


@register.simple_block_tag
def menu(
    content: SafeString, label: object, icon_name: str = "", kind: str = "", hide_label: bool = False
) -> SafeString:
    """A button that unfolds a panel; a `<details>`, so it works without JavaScript."""
    props = {"content": content, "label": label, "icon_name": icon_name, "kind": kind, "hide_label": hide_label}
    return render_to_string("ui/menu.html", props)


@register.simple_block_tag
def empty(
    content: SafeString, title: object, icon_name: str = "inbox", action: object = "", href: str = ""
) -> SafeString:
    """Nothing here, why, and what to do next."""
    props = {"content": content, "title": title, "icon_name": icon_name, "action": action, "href": href}
    return render_to_string("ui/empty_state.html", props)


@register.simple_block_tag
def chart(
    content: SafeString,
    id: str,
    title: object,
    figure: Mapping[str, Any] | None = None,
    unit: object = "",
    as_of: dt.date | None = None,
    download: str = "",
    href: str = "",
    height: str = "m",
    note: object = "",
    extra: str = "",
) -> SafeString:
    """A Plotly figure with its table equivalent as body. Without a figure the body stands alone."""
    props = {
        "content": content,
        "id": id,
        "title": title,
        "figure": figure,
        "figure_id": f"{id}-figure",
        "unit": unit,
        "as_of": as_of,
        "download": download,
        "href": href,
        "height": height,
        "note": note,
        "extra": extra,
    }
    return render_to_string("ui/chart.html", props)


@register.inclusion_tag("ui/button.html")
def button(
    label: object,
    href: str = "",
    kind: str = "",
    icon_name: str = "",
    type: str = "button",
    size: str = "",
    disabled: bool = False,
    name: str = "",
    value: str = "",
    opens: str = "",
    hide_label: bool = False,
) -> dict[str, Any]:
    """A link when it has `href`, else a button; `opens` names the dialog it opens."""
    return dict(locals())


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[Mapping[str, Any]], label: object = "") -> dict[str, Any]:
    """Links to sibling pages. Each item: label, href, current, and optionally count."""
    return {"items": items, "label": label}
