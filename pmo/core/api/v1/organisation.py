"""The organisation: its name, currency, calendar and stance. Everybody reads them, administrators write."""

from typing import Any, cast

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.actions.organisation import edit_organisation
from pmo.core.api.plain import Plain
from pmo.core.api.rows import columns_of
from pmo.core.api.serializers import Body, Row, currency
from pmo.core.api.writing import checked
from pmo.core.models import Organisation, TokenAccess, User

FIELDS = ["name", "reporting_currency", "fiscal_year_start_month", "stance", "country"]


class OrganisationRow(Row):
    class Meta:
        model = Organisation
        fields = FIELDS


class OrganisationBody(Body):
    reporting_currency = currency()
    fiscal_year_start_month = serializers.IntegerField(min_value=1, max_value=12)

    class Meta:
        model = Organisation
        fields = FIELDS


class TheOrganisation(Plain):
    """There is one, so it has no id; it has no version either, and each field stands for itself."""

    answers = {"retrieve": OrganisationRow, "partial_update": OrganisationRow}
    bodies = {"partial_update": OrganisationBody}
    refuses = {"retrieve": (400, 401, 403), "partial_update": (400, 401, 403, 413, 415, 422)}
    access = TokenAccess.ADMINISTER

    def retrieve(self, request: Request) -> Response:
        """The settings of the organisation."""
        self.refuse_unknown(request)
        return Response(_told(Organisation.current()))

    def partial_update(self, request: Request) -> Response:
        """Change the settings that are sent."""
        values = checked(OrganisationBody, request, partial=True)
        return Response(_told(edit_organisation(values=values, by=cast(User, request.user), at=timezone.now())))


def _told(organisation: Organisation) -> dict[str, Any]:
    return {name: getattr(organisation, name) for name in columns_of(OrganisationRow)}
