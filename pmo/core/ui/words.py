"""The words beside the marks: colours of health, météo, trends."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HEALTH_ORDER = ("green", "amber", "red", "grey")

HEALTH = {
    "green": pgettext_lazy("health", "Green"),
    "amber": pgettext_lazy("health", "Amber"),
    "red": pgettext_lazy("health", "Red"),
    "grey": pgettext_lazy("health", "Not known"),
}

METEO = {
    "green": pgettext_lazy("weather", "Sun"),
    "amber": pgettext_lazy("weather", "Cloud"),
    "red": pgettext_lazy("weather", "Storm"),
    "grey": pgettext_lazy("weather", "Fog"),
}

METEO_ICONS = {"green": "sun", "amber": "cloud", "red": "cloud-lightning", "grey": "cloud-fog"}

TRENDS = {
    "up": (_("Improving"), "trending-up"),
    "flat": (_("Stable"), "move-right"),
    "down": (_("Worsening"), "trending-down"),
    "unknown": (_("No previous report"), "minus"),
}

MISSING = {"withheld": _("Withheld"), "unknown": _("Not known")}


def health_key(value: object) -> str:
    """The colour's key; anything that is not a colour of health reads as grey, never as green."""
    key = str(value or "grey").lower()
    return key if key in HEALTH else "grey"
