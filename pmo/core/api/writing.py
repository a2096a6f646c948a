"""Creating, changing and deleting through the API: check the shape, call one action, answer what is stored now."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from pmo.core.api.idempotency import once
from pmo.core.api.preconditions import version_seen
from pmo.core.api.resource import Resource
from pmo.core.models import Record, User

Values = Mapping[str, Any]


def checked(
    body: type[Serializer[Any]], request: Request, *, partial: bool = False, data: Any = None
) -> dict[str, Any]:
    """The values of a body.

    :raises ValidationError: naming each field that does not fit.
    """
    form = body(data=request.data if data is None else data, partial=partial, context={"request": request})
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


class Creates(Resource):
    """``add`` is one action; ``creates`` the shape of its values, ``example`` a usual body for the description."""

    creates: ClassVar[type[Serializer[Any]]]
    example: ClassVar[Mapping[str, Any]] = {}

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Any:
        raise NotImplementedError

    def create(self, request: Request) -> Any:
        """Create one object; with an Idempotency-Key it may be sent again without being done again."""
        return once(request, lambda: self._created(request))

    def _created(self, request: Request) -> Response:
        values = checked(self.creates, request)
        return self.again(self.add(values=values, by=request.user, at=timezone.now()), status=201)  # type: ignore[arg-type]

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        return (400, 401, 403, 413, 415, 422) if verb == "create" else super().refusals_of(verb)

    def body_of(self, verb: str) -> Any:
        return self.creates if verb == "create" else super().body_of(verb)

    def answers_of(self, verb: str) -> dict[Any, Any]:
        return {201: self.rows} if verb == "create" else super().answers_of(verb)


class Amends(Resource):
    """``amend`` is one action; ``amends`` the shape of its values. Only what is sent changes."""

    amends: ClassVar[type[Serializer[Any]]]

    def amend(self, *, obj: Any, values: dict[str, Any], version: int | None, by: User, at: datetime) -> Any:
        raise NotImplementedError

    def partial_update(self, request: Request, id: str) -> Response:
        """Change the fields that are sent. If-Match names the version that was seen."""
        obj = self.found(request, id)
        version = version_seen(request) if isinstance(obj, Record) else None
        values = checked(self.amends, request, partial=True)
        return self.again(self.amend(obj=obj, values=values, version=version, by=request.user, at=timezone.now()))  # type: ignore[arg-type]

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        if verb != "partial_update":
            return super().refusals_of(verb)
        versioned = (412, 428) if issubclass(self.model, Record) else ()
        return (400, 401, 403, 404, 413, 415, 422, *versioned)

    def body_of(self, verb: str) -> Any:
        return self.amends if verb == "partial_update" else super().body_of(verb)

    def answers_of(self, verb: str) -> dict[Any, Any]:
        return {200: self.rows} if verb == "partial_update" else super().answers_of(verb)


class Removes(Resource):
    """``remove`` is one action."""

    def remove(self, *, obj: Any, version: int | None, by: User, at: datetime) -> None:
        raise NotImplementedError

    def destroy(self, request: Request, id: str) -> Response:
        """Delete one object; its history stays. If-Match names the version that was seen."""
        obj = self.found(request, id)
        version = version_seen(request) if isinstance(obj, Record) else None
        self.remove(obj=obj, version=version, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        return Response(status=204)

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        if verb != "destroy":
            return super().refusals_of(verb)
        return (401, 403, 404, 422, *((412, 428) if issubclass(self.model, Record) else ()))

    def answers_of(self, verb: str) -> dict[Any, Any]:
        return {204: None} if verb == "destroy" else super().answers_of(verb)


class Deeds(Resource):
    """Verbs that are more than a change of fields, each ``POST …/<id>/<verb>/`` and one action.

    ``deeds`` maps the name of each method to the shape of its body, or None where it takes none.
    """

    deeds: ClassVar[Mapping[str, type[Serializer[Any]] | None]] = {}

    def done(self, request: Request, id: str, do: Callable[..., Any]) -> Any:
        """``do`` gets the object, the values of the body, who asks, and when; the object is answered as stored then."""
        body = self.deeds[self.action]

        def work() -> Response:
            obj = self.found(request, id)
            values = checked(body, request) if body else {}
            do(obj=obj, values=values, by=request.user, at=timezone.now())
            return self.again(obj)

        return once(request, work)

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        return (400, 401, 403, 404, 413, 415, 422) if verb in self.deeds else super().refusals_of(verb)

    def body_of(self, verb: str) -> Any:
        return self.deeds[verb] if verb in self.deeds else super().body_of(verb)

    def answers_of(self, verb: str) -> dict[Any, Any]:
        return {200: self.rows} if verb in self.deeds else super().answers_of(verb)
