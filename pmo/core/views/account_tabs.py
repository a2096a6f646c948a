"""The tabs above every page of a person's own account."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Name of the page, its words. A tab's pages stand below its address.
PAGES: tuple[tuple[str, Promise | str], ...] = (
    ("core:account-profile", _("Profile")),
    ("mfa_index", _("Security")),
    ("core:account-sessions", _("Sessions")),
    ("core:account-tokens", _("API tokens")),
)


def account_tabs(request: HttpRequest) -> list[dict[str, object]]:
    """Items for ``{% tabs %}``; current is the one with the longest address that begins the present path."""
    found = [(label, reverse(name)) for name, label in PAGES]
    current = max((href for _label, href in found if request.path.startswith(href)), key=len, default="")
    return [{"label": label, "href": href, "current": href == current} for label, href in found]
