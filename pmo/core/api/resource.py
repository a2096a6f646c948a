"""The common shape of every object of the API: list and detail here, writing in ``writing.py``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ViewSet

from pmo.core.api import describing
from pmo.core.api.errors import BadQuery
from pmo.core.api.listing import RESERVED, answer_list
from pmo.core.api.preconditions import tag, unchanged
from pmo.core.api.rows import chosen, columns_of, read
from pmo.core.dates import is_reckoned
from pmo.core.filters.record import RecordFilter
from pmo.core.models import Record, User


class Resource(ViewSet):
    """One kind of object. ``queryset_for`` is what a person may see; ``None`` is the system, for its own re-reading.

    ``rows`` declares the fields, ``brief`` those of a list where they are fewer, ``filters`` the parameters of the
    list; ``code`` names the field that may stand for the id in an address, ``ordering`` what a list follows that asks
    for no order: that of creation, which an index has. ``id_field`` is the field of the id: a uuid, or ``pk`` where a
    table has none.
    """

    model: ClassVar[type[Any]]
    rows: ClassVar[type[Serializer[Any]]]
    brief: ClassVar[type[Serializer[Any]] | None] = None
    filters: ClassVar[tuple[type[django_filters.FilterSet], ...]] = ()
    code: ClassVar[str] = ""
    ordering: ClassVar[Sequence[str]] = ("pk",)
    id_field: ClassVar[str] = "uuid"
    refuses: ClassVar[dict[str, tuple[int, ...]]] = {
        "list": (400, 401, 403),
        "retrieve": (400, 401, 403, 404),
    }
    lookup_url_kwarg = "id"
    lookup_value_converter = "str"

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return self.model.objects.visible_to(user)  # type: ignore[no-any-return]

    def rows_for(self, user: User) -> type[Serializer[Any]]:
        """The fields this person may read; a resource may hold some back."""
        return self.rows

    def list(self, request: Request) -> Response:
        """The objects the caller sees, filtered, sorted and cut into pages."""
        rows = self.brief or self.rows_for(request.user)  # type: ignore[arg-type]
        return Response(answer_list(self._filtered(request), rows, request))

    def retrieve(self, request: Request, id: str) -> Response:
        """One object. Its ETag is its version; with If-None-Match an unchanged one is not sent again."""
        refuse_unknown(request, {"fields"})
        columns = chosen(self.rows_for(request.user), request.query_params.get("fields"))  # type: ignore[arg-type]
        return self.answer(self.queryset_for(request.user).filter(self._named(id)), columns, request)  # type: ignore[arg-type]

    def found(self, request: Request, id: str) -> Any:
        """:raises Http404: when the object does not exist or is hidden from the caller."""
        seen = self.queryset_for(request.user).filter(self._named(id)).first()  # type: ignore[arg-type]
        if seen is None:
            raise Http404
        return seen

    def answer(
        self, one: QuerySet[Any], columns: Any = None, request: Request | None = None, status: int = 200
    ) -> Response:
        versioned = {"\0": "version"} if issubclass(self.model, Record) else {}
        rows = read(one.order_by()[:1], {**(columns or self._columns()), **versioned})
        if not rows:
            raise Http404
        version = rows[0].pop("\0", None)
        if request is not None and version is not None and unchanged(request, version):
            return Response(status=304, headers={"ETag": tag(version)})
        return Response(rows[0], status=status, headers={} if version is None else {"ETag": tag(version)})

    def again(self, obj: Any, status: int = 200) -> Response:
        """The object as stored now, for those who have just written it."""
        response = self.answer(self.queryset_for(None).filter(pk=obj.pk), status=status)
        if status == 201:
            response["Location"] = f"{self.request.path}{getattr(obj, self.id_field)}/"
        return response

    def _columns(self) -> Mapping[str, str]:
        return columns_of(self.rows_for(self.request.user))  # type: ignore[arg-type]

    @classmethod
    def filtersets(cls) -> tuple[type[django_filters.FilterSet], ...]:
        return (*cls.filters, RecordFilter) if issubclass(cls.model, Record) else cls.filters

    def _filtered(self, request: Request) -> QuerySet[Any]:
        known = {name for filterset in self.filtersets() for name in filterset.base_filters}
        refuse_unknown(request, known | RESERVED)
        _refuse_strange_day(request)
        rows = self.queryset_for(request.user)  # type: ignore[arg-type]
        for filterset in self.filtersets():
            if not filterset.base_filters.keys() & request.query_params.keys():
                continue  # building a form costs more than reading the rows
            asked = filterset(request.query_params, queryset=rows, request=request)
            if not asked.is_valid():
                raise BadQuery({name: list(words) for name, words in asked.errors.items()})
            rows = asked.qs
        return rows.order_by(*self.ordering)

    def _named(self, id: str) -> Q:
        if self.id_field == "pk":
            return Q(pk=_number(id))
        try:
            return Q(uuid=UUID(id))
        except ValueError:
            if not self.code:
                raise Http404 from None
            return Q(**{self.code: id})

    # What follows is read by the description of the API.

    @property
    def serializer_class(self) -> type[Serializer[Any]]:
        return self.rows

    def parameters_of(self, verb: str) -> Sequence[Any]:
        return describing.parameters(self, verb)

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        return self.refuses.get(verb, (401, 403, 404))

    def body_of(self, verb: str) -> Any:
        return None

    def answers_of(self, verb: str) -> dict[Any, Any]:
        if verb == "list":
            return {200: describing.page_of(self.brief or self.rows)}
        return {200: self.rows, 304: OpenApiResponse(None, description="Unchanged.")}


def _number(id: str) -> int:
    if not id.isascii() or not id.isdecimal() or len(id) > 18:
        raise Http404
    return int(id)


def refuse_unknown(request: Request, known: set[str]) -> None:
    """:raises BadQuery: for a parameter that nobody would look at."""
    if unknown := sorted(set(request.query_params) - known):
        words = {"known": ", ".join(sorted(known))}
        raise BadQuery({name: _("There is no such parameter. Parameters: %(known)s.") % words for name in unknown})


def _refuse_strange_day(request: Request) -> None:
    if "as_of" not in request.query_params:
        return
    day_of(request, "as_of")


def day_of(request: Request, name: str) -> date | None:
    """:raises BadQuery: for a text that is no day, or one outside the years that are reckoned with."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not is_reckoned(day):
        raise BadQuery({name: _("Write a day as YYYY-MM-DD.")})
    return day
