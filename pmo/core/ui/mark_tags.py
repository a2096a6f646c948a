"""Small marks: icons, health colours, météo, trends, badges."""

from functools import lru_cache
from typing import Any

import lucide
from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pmo.core.ui import words

register = template.Library()


@lru_cache(maxsize=512)
def _icon_svg(name: str, size: int) -> str:
    # Drawn by the lucide package from its own files: no text of ours or of a user's is in it.
    return lucide._render_icon(
        name,
        size,
        **{"class": f"icon icon-{name}", "aria_hidden": "true", "focusable": "false", "stroke_width": "1.75"},
    )


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """An inline lucide drawing, hidden from assistive technology: text beside it must say the same."""
    return mark_safe(_icon_svg(str(name), int(size)))  # noqa: S308


def _mark(mark: str, **shown: str | bool) -> SafeString:
    """A mark that looks the same wherever it shows the same: drawn once, and not for each of the rows of a table."""
    return _drawn(mark, get_language(), tuple(shown), *shown.values())


@lru_cache(maxsize=1024, typed=True)  # typed: a text that was declared safe is not the same as one that was not
def _drawn(mark: str, language: str | None, names: tuple[str, ...], *values: str | bool) -> SafeString:
    return render_to_string(f"ui/{mark}.html", dict(zip(names, values, strict=True)))


@register.simple_tag
def rag(value: Any, label: object = "", text: bool = False, reason: object = "") -> SafeString:
    """`{% rag "amber" label=_("Cost") text=True %}`: a shape for a colour; `label` names the dimension."""
    key = words.health_key(value)
    return _mark("rag", key=key, word=str(words.HEALTH[key]), label=str(label), text=text, reason=str(reason))


@register.simple_tag
def meteo(value: Any, text: bool = True, label: object = "") -> SafeString:
    """`{% meteo "green" %}`: sun, cloud, storm or fog; without text the word stays for assistive technology."""
    key = words.health_key(value)
    word, health = str(words.METEO[key]), str(words.HEALTH[key])
    return _mark(
        "meteo", key=key, word=word, health=health, icon_name=words.METEO_ICONS[key], text=text, label=str(label)
    )


@register.simple_tag
def trend(value: Any, text: bool = False) -> SafeString:
    """`{% trend "up" %}`: up (improving), flat, down (worsening), unknown."""
    key = str(value or "unknown")
    key = key if key in words.TRENDS else "unknown"
    word, icon_name = words.TRENDS[key]
    return _mark("trend", key=key, word=str(word), icon_name=icon_name, text=text)


@register.inclusion_tag("ui/badge.html")
def badge(label: object, tone: str = "neutral", icon_name: str = "", title: object = "") -> dict[str, Any]:
    """`{% badge _("Draft") "warn" %}`: tones neutral, accent, good, warn, bad, unknown."""
    return {"label": label, "tone": tone, "icon_name": icon_name, "title": title}


@register.filter
def health_label(value: Any) -> str:
    """The word of a colour of health."""
    return str(words.HEALTH[words.health_key(value)])


@register.filter
def meteo_label(value: Any) -> str:
    """The word of a colour in weather."""
    return str(words.METEO[words.health_key(value)])
