"""The words in which the description of the API tells of lists, headers and parameters."""

from functools import cache
from typing import Any

import django_filters
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from pmo.core.api.listing import MOST, PAGE_SIZE
from pmo.core.models import Record

FIELDS = OpenApiParameter("fields", str, description="Only these fields, separated by commas.")
PAGING = (
    OpenApiParameter(
        "page", {"type": "integer", "minimum": 1, "maximum": 1_000_000}, description="From 1. Not with a cursor."
    ),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE_SIZE},
        description="Rows in a page.",
    ),
    OpenApiParameter("cursor", str, description="Walks every row once; empty to begin, then as “next” says."),
    OpenApiParameter("count", bool, description="Also count all rows, which costs time in large lists."),
    OpenApiParameter("ordering", str, description="Fields separated by commas; a minus sign puts the largest first."),
)
AS_OF = OpenApiParameter("as_of", {"type": "string", "format": "date"}, description="The day to reckon from; today.")
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description='The ETag that was seen, such as "3".'
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The ETag of the copy the caller has."
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 255},
    OpenApiParameter.HEADER,
    description="A random text: sent again within 24 hours, the request is answered again and not done again.",
)
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=["200", "201", "304"], description="The version of the object."
)


def parameters(resource: Any, verb: str) -> list[OpenApiParameter]:
    versioned = issubclass(resource.model, Record)
    match verb:
        case "list":
            found = {name: each for filterset in resource.filtersets() for name, each in filterset.base_filters.items()}
            return [FIELDS, *PAGING, AS_OF, *(_of_filter(name, each) for name, each in found.items())]
        case "retrieve":
            return [FIELDS, *((IF_NONE_MATCH, ETAG) if versioned else ())]
        case "partial_update":
            return [IF_MATCH, ETAG] if versioned else []
        case "destroy":
            return [IF_MATCH] if versioned else []
        case "create":
            return [IDEMPOTENCY_KEY, *((ETAG,) if versioned else ())]
        case _:
            return [IDEMPOTENCY_KEY]


@cache
def page_of(rows: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """The shape of a list."""
    return inline_serializer(
        f"{rows.__name__.removesuffix('Row')}List",
        {
            "results": rows(many=True),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
            "count": serializers.IntegerField(required=False),
        },
    )


def _of_filter(name: str, filter_: django_filters.Filter) -> OpenApiParameter:
    """Choices that depend on the person (portfolios, people) are described as text."""
    choices = [str(key) for key, _label in filter_.extra.get("choices", ()) if not callable(key)]
    many = isinstance(filter_, django_filters.MultipleChoiceFilter)
    if choices and not many:
        choices.append("")  # as the forms of the pages send what is not chosen
    kind: Any = str
    if isinstance(filter_, django_filters.DateFilter | django_filters.IsoDateTimeFilter):
        shape = "date" if isinstance(filter_, django_filters.DateFilter) else "date-time"
        kind = {"type": "string", "anyOf": [{"format": shape}, {"maxLength": 0}]}
    return OpenApiParameter(
        name, kind, description=str(filter_.label or ""), enum=choices or None, many=many, explode=many or None
    )
