"""How the description of the API tells of roll-ups; the roll-up itself says them in ``queries/rollup_document``."""

from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from pmo.core.api.describing import AS_OF, FIELDS, PAGING
from reporting.engine.measures import BY_NAME

SCOPE = OpenApiParameter(
    "scope",
    {"type": "string", "default": "organisation"},
    description="organisation, portfolio:CODE, programme:CODE or project:CODE.",
)
CURRENCY = OpenApiParameter(
    "currency",
    {"type": "string", "pattern": "^[A-Z]{3}$"},
    description="Without it: the only one of the projects, else the organisation’s.",
)
SCOPED = [SCOPE, AS_OF, CURRENCY]
CHILDREN = OpenApiParameter("children", bool, description="Also the parts of the scope, which together are the whole.")
MEASURE = OpenApiParameter("measure", str, required=True, enum=list(BY_NAME), description="By its name.")
ABSENCE = ("unknown", "withheld")


class TotalShape(serializers.Serializer[None]):
    value = serializers.CharField(allow_null=True, help_text="A decimal number; nothing where no project knows it.")
    known = serializers.IntegerField(help_text="Projects in the sum.")
    of = serializers.IntegerField(help_text="Projects of the scope.")
    withheld = serializers.IntegerField(help_text="Projects whose figure may not be told.")


class RateShape(serializers.Serializer[None]):
    value = serializers.CharField()
    on = serializers.DateField()


class PeriodShape(serializers.Serializer[None]):
    label = serializers.CharField()
    start = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    funding_source = serializers.CharField()
    approved = serializers.CharField(allow_null=True)
    planned = serializers.CharField(allow_null=True)
    actual = serializers.CharField(allow_null=True)
    incomplete = serializers.IntegerField()


class ColoursShape(serializers.Serializer[None]):
    """How many projects show each colour."""

    green = serializers.IntegerField()
    amber = serializers.IntegerField()
    red = serializers.IntegerField()
    grey = serializers.IntegerField()


class PartShape(serializers.Serializer[None]):
    """A roll-up. Amounts are in ``currency``, with the rates told; ratios are taken from sums."""

    scope = serializers.CharField()
    as_of = serializers.DateField()
    currency = serializers.CharField()
    projects = serializers.IntegerField()
    measures = serializers.DictField(child=TotalShape(), help_text="By the names of the catalogue.")
    health = ColoursShape()
    computed_health = ColoursShape()
    declared_health = ColoursShape()
    rates = serializers.DictField(child=RateShape(allow_null=True), help_text="Used for the other currencies.")
    periods = PeriodShape(many=True, help_text="Money by period and source; of the whole scope only.")


class ChildShape(PartShape):
    name = serializers.CharField()


class RollupShape(PartShape):
    children = ChildShape(many=True, required=False)


class MeasureRowShape(serializers.Serializer[None]):
    """``value`` is in the currency of the answer, ``own`` in the project’s."""

    project = serializers.CharField(required=False)
    project_id = serializers.UUIDField(required=False)
    name = serializers.CharField(required=False)
    portfolio = serializers.CharField(required=False)
    programme = serializers.CharField(required=False, allow_null=True)
    value = serializers.CharField(required=False, allow_null=True)
    own = serializers.CharField(required=False, allow_null=True)
    own_currency = serializers.CharField(required=False)
    missing = serializers.ChoiceField(required=False, allow_null=True, choices=[(word, word) for word in ABSENCE])
    reason = serializers.CharField(required=False)
    operands = serializers.DictField(required=False, child=serializers.CharField(allow_null=True))


measure_row_list = inline_serializer(
    "MeasureRowList",
    {
        "measure": serializers.CharField(),
        "scope": serializers.CharField(),
        "as_of": serializers.DateField(),
        "currency": serializers.CharField(),
        "total": TotalShape(),
        "results": MeasureRowShape(many=True),
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
        "count": serializers.IntegerField(required=False),
    },
)
ROWS = [*SCOPED, MEASURE, FIELDS, *PAGING]
