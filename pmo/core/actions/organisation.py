"""Settings of the organisation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.editing import save_values
from pmo.core.errors import NotAllowed
from pmo.core.models import Organisation, User
from pmo.core.signals import conversions_changed


@transaction.atomic
def edit_organisation(*, values: Mapping[str, Any], by: User | None, at: datetime) -> Organisation:
    """Write name, reporting currency, first month of the fiscal year, stance, country, or who needs a second factor.

    :raises NotAllowed: without ADMINISTER on the organisation.
    """
    if not can_everywhere(by, Permission.ADMINISTER):
        raise NotAllowed(_("You may not change the settings of the organisation."))
    stored = Organisation.objects.select_for_update().filter(pk=1).first() or Organisation.current()
    changes = save_values(stored=stored, values=values, by=by, at=at)
    if "reporting_currency" in changes:
        transaction.on_commit(lambda: conversions_changed.send(sender=Organisation))
    return stored
