"""The Ctrl-K window: projects, programmes, portfolios, pages and commands that match a few words."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pmo.core.access import Permission, held_anywhere
from pmo.core.ui.navigation import places_open_to
from reporting.queries.search import Hit, search

PAGES = {
    "project": ("reporting:project", "folder-kanban"),
    "programme": ("reporting:programme-dashboard", "layers"),
    "portfolio": ("reporting:portfolio-dashboard", "briefcase"),
}


@dataclass(frozen=True)
class Option:
    label: str
    note: str
    icon: str
    href: str


def palette(request: HttpRequest) -> HttpResponse:
    """The options alone for the window, a whole page without JavaScript."""
    words = request.GET.get("q", "").strip()[:100]
    options = [_option(hit) for hit in search(request.user, words)] + _commands(request, words)
    template = "_options.html" if request.htmx else "page.html"
    return render(request, f"reporting/palette/{template}", {"options": options, "words": words})


def _option(hit: Hit) -> Option:
    name, icon = PAGES[hit.kind]
    notes = {"project": _("Project"), "programme": _("Programme"), "portfolio": _("Portfolio")}
    return Option(hit.name, f"{notes[hit.kind]} · {hit.code}", icon, reverse(name, args=[hit.code]))


def _commands(request: HttpRequest, words: str) -> list[Option]:
    """Places and actions whose name holds every word; all of them when nothing was typed yet."""
    held = held_anywhere(request.user)
    found = [Option(str(place.label), _("Go to"), place.icon, place.url) for place in places_open_to(held)]
    if Permission.EDIT_PROJECT in held:
        found.append(Option(_("New project"), _("Command"), "plus", reverse("projects:project-create")))
    if Permission.IMPORT_DATA in held:
        found.append(Option(_("Import a file"), _("Command"), "file-up", reverse("portfolio:import-upload")))
    asked = words.casefold().split()
    return [option for option in found if all(word in option.label.casefold() for word in asked)]
