"""What people change of their own account."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core.actions.editing import save_values
from pmo.core.errors import NotAllowed
from pmo.core.models import User

OWN_FIELDS = frozenset({"first_name", "last_name", "job_title", "language", "theme"})


@transaction.atomic
def edit_profile(*, person: User, values: Mapping[str, Any], by: User | None, at: datetime) -> User:
    """Write name, title, language or theme of one's own.

    :raises NotAllowed: for somebody else's account, and for anything an account is recognised or trusted by.
    """
    if (by is not None and by.pk != person.pk) or not OWN_FIELDS.issuperset(values):
        raise NotAllowed(_("This is not yours to change."))
    stored = User.objects.select_for_update().get(pk=person.pk)
    save_values(stored=stored, values=values, by=by, at=at)
    return stored
