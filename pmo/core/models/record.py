"""What every business object carries."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo.core.enums import Missing


class Record(models.Model):
    """A public id, an optimistic lock, the times of writing, and where an imported object came from."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)
    source = models.CharField(_("source"), max_length=60, blank=True, default="")
    external_id = models.CharField(_("identifier in the source"), max_length=120, blank=True, default="")

    class Meta:
        abstract = True


def amount_is_number_or_reason(table: str, amount: str = "amount") -> models.CheckConstraint:
    """Database rule: the amount is there, or the row says why it is not; never both, never neither."""
    return models.CheckConstraint(
        condition=(Q(**{f"{amount}__isnull": False}) & Q(missing=""))
        | (Q(**{f"{amount}__isnull": True}) & ~Q(missing="")),
        name=f"{table}_{amount}_or_reason",
    )


class Amount(models.Model):
    """A row about money whose figure may be unknown or withheld; the reason travels with the row."""

    currency = models.CharField(_("currency"), max_length=3)
    missing = models.CharField(_("why missing"), max_length=10, choices=Missing, blank=True, default="")
    missing_reason = models.CharField(_("reason"), max_length=500, blank=True, default="")

    class Meta:
        abstract = True
