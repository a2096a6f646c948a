"""The tabs above every page of administration, as far as this person may open them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo.core.access import Permission, can_anywhere, can_everywhere

OFFICE: tuple[tuple[str, Promise | str], ...] = (
    ("core:admin-people", _("People")),
    ("core:admin-groups", _("Groups")),
    ("core:admin-grants", _("Grants")),
    ("core:admin-reach", _("Who sees what")),
    ("core:admin-audit", _("Audit trail")),
)
INSTALLATION: tuple[tuple[str, Promise | str], ...] = (
    ("core:admin-organisation", _("Organisation")),
    ("core:admin-rates", _("Exchange rates")),
    ("core:admin-webhooks", _("Webhooks")),
    ("reporting:admin-outbox", _("Parked work")),
)


def admin_tabs(request: HttpRequest) -> list[dict[str, object]]:
    """Items for ``{% tabs %}``; the one whose address begins the present path is current."""
    user = request.user
    names = list(OFFICE) if can_anywhere(user, Permission.MANAGE_GRANTS) else []  # type: ignore[arg-type]
    names.append(("portfolio:threshold-list", _("Thresholds")))
    if can_everywhere(user, Permission.ADMINISTER):  # type: ignore[arg-type]
        names += INSTALLATION
    return [
        {"label": label, "href": reverse(name), "current": request.path.startswith(reverse(name))}
        for name, label in names
    ]
