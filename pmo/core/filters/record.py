"""What every list of business objects can be filtered by through the API."""

from datetime import UTC, datetime
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters.fields import IsoDateTimeField


class InstantField(IsoDateTimeField):
    """An instant that databases can be asked about: offsets of more than 16 hours exist on paper only."""

    def clean(self, value: Any) -> datetime | None:
        found: datetime | None = super().clean(value)
        try:
            return found and found.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class InstantFilter(filters.IsoDateTimeFilter):
    field_class = InstantField


class RecordFilter(filters.FilterSet):
    """For those who copy: what was written since, and what came from which source."""

    updated_since = InstantFilter(label=_("Written since"), field_name="updated_at", lookup_expr="gte")
    source = filters.CharFilter(label=_("Source"))
    external_id = filters.CharFilter(label=_("Identifier in the source"))
