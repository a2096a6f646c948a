"""Keeping a list as somebody wants to find it again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.editing import save_values, taken_once
from pmo.core.errors import NotAllowed
from pmo.core.models import SavedView, User


@transaction.atomic
def save_view(*, page: str, name: str, query: str, shared: bool, by: User, at: datetime) -> SavedView:
    """Keep the query string of a page under a name; one's own view of that name is replaced.

    :raises AlreadyTaken: when the same person kept one of that name at the very same time.
    """
    stored = SavedView.objects.select_for_update().filter(owner=by, page=page, name=name).first()
    if stored:
        save_values(stored=stored, values={"query": query, "shared": shared}, by=by, at=at)
        return stored
    with taken_once(_("You have just kept a view of this name. Try again."), field="name"):
        made = SavedView.objects.create(owner=by, page=page, name=name, query=query, shared=shared)
    audit.record(verb="created", obj=made, by=by, at=at, changes=audit.changes_between(None, audit.state_of(made)))
    return made


@transaction.atomic
def delete_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Forget a view: one's own, or, for administrators, a shared one of somebody else.

    :raises NotAllowed: for the view of somebody else.
    """
    if view.owner_id != by.pk and not (view.shared and can_everywhere(by, Permission.ADMINISTER)):
        raise NotAllowed(_("This view belongs to somebody else."))
    audit.record(verb="deleted", obj=view, by=by, at=at, changes=audit.changes_between(audit.state_of(view), None))
    view.delete()
