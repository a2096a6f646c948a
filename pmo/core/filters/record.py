"""What every list of business objects can be filtered by through the API."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _


class RecordFilter(filters.FilterSet):
    """For those who copy: what was written since, and what came from which source."""

    updated_since = filters.IsoDateTimeFilter(label=_("Written since"), field_name="updated_at", lookup_expr="gte")
    source = filters.CharFilter(label=_("Source"))
    external_id = filters.CharFilter(label=_("Identifier in the source"))
