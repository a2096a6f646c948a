"""Exchange rates typed by the office. They win over the published ones of the same or an earlier day."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can_everywhere
from pmo.core.actions.editing import save_values, taken_once
from pmo.core.dates import require_reckoned
from pmo.core.errors import NotAllowed
from pmo.core.models import ExchangeRate, User
from pmo.core.signals import conversions_changed


@transaction.atomic
def set_rate(
    *, currency: str, on: date, per_euro: Decimal, by: User | None, at: datetime, source: str = ""
) -> ExchangeRate:
    """Write the rate of a day; one that is there already is replaced, and the trail keeps both.

    :raises NotAllowed: without ADMINISTER on the organisation.
    :raises StrangeDay: for a day that nothing reckons with.
    :raises AlreadyTaken: when somebody typed one of that day at the very same time.
    """
    _require(by)
    require_reckoned(on, "on")
    stored = ExchangeRate.objects.select_for_update().filter(currency=currency, on=on).first()
    if stored is None:
        with taken_once(_("Somebody has just typed a rate of that day. Look at it, then try again."), field="on"):
            stored = ExchangeRate.objects.create(currency=currency, on=on, per_euro=per_euro, source=source)
        changes = audit.changes_between(None, audit.state_of(stored))
        audit.record(verb="created", obj=stored, by=by, at=at, changes=changes)
    else:
        save_values(stored=stored, values={"per_euro": per_euro, "source": source}, by=by, at=at)
    transaction.on_commit(lambda: conversions_changed.send(sender=ExchangeRate))
    return stored


@transaction.atomic
def remove_rate(*, rate: ExchangeRate, by: User | None, at: datetime) -> None:
    """Take a typed rate out, so that the published one holds again.

    :raises NotAllowed: without ADMINISTER on the organisation.
    """
    _require(by)
    changes = audit.changes_between(audit.state_of(rate), None)
    audit.record(verb="deleted", obj=rate, by=by, at=at, changes=changes)
    rate.delete()
    transaction.on_commit(lambda: conversions_changed.send(sender=ExchangeRate))


def _require(by: User | None) -> None:
    if not can_everywhere(by, Permission.ADMINISTER):
        raise NotAllowed(_("You may not change exchange rates."))
