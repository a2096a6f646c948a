"""The places of the application, in the order of the sidebar."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo.core.roles import Permission


@dataclass(frozen=True)
class Place:
    """One entry: `main` puts it in the bottom bar of phones, `group` draws a line above it, `needs` hides it, `below`
    is how the addresses of all its pages begin where its own does not say so."""

    label: str | Promise
    icon: str
    url_name: str
    args: tuple[str, ...] = ()
    main: bool = False
    group: bool = False
    needs: Permission | None = None
    below: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args)


PLACES = (
    Place(_("Dashboard"), "layout-dashboard", "reporting:dashboard", main=True),
    Place(_("Portfolios"), "briefcase", "reporting:portfolio-list"),
    Place(_("Projects"), "folder-kanban", "reporting:project-table", main=True),
    Place(_("Roadmap"), "chart-gantt", "reporting:roadmap"),
    Place(_("Budgets"), "wallet", "reporting:budget-list"),
    Place(_("Risks"), "triangle-alert", "projects:register", ("risks",), main=True),
    Place(_("Decisions"), "gavel", "projects:register", ("decisions",)),
    Place(_("Reports"), "file-text", "reporting:report-list", main=True),
    Place(_("KPIs"), "gauge", "reporting:kpi-list"),
    Place(_("My work"), "list-checks", "reporting:my-work", main=True, group=True),
    Place(_("Imports"), "file-up", "portfolio:import-list", needs=Permission.IMPORT_DATA),
    Place(_("Jobs"), "activity", "core:jobs"),
    Place(_("Administration"), "settings", "core:admin-people", needs=Permission.MANAGE_GRANTS, below="/admin/"),
)


def places_open_to(held: frozenset[Permission]) -> list[Place]:
    """The places a person with these permissions may enter."""
    return [place for place in PLACES if place.needs is None or place.needs in held]


def current_place(path: str, places: list[tuple[Place, str]]) -> Place | None:
    """The place whose address is the longest beginning of the path."""
    found = [
        (len(url), index)
        for index, (place, url) in enumerate(places)
        if path == url or (url != "/" and path.startswith(place.below or url))
    ]
    return places[max(found)[1]][0] if found else None
